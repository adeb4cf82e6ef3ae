import AirutModel
import FoundationEssentials

/// The moment that ages are counted up to. A wall clock that jumps makes nothing old that was active in real time.
///
/// What it jumped forward is taken off until so much time has really passed that whatever was active before the jump is old
/// indeed. Kept in a file: also a server that starts with a wrong clock notices.
final class AgeClock: Sendable {
    /// What is known of the wall clock.
    struct Record: Codable, Hashable {
        /// What it showed last.
        var wall: TimeInterval
        /// Seconds it jumped forward, less those it jumped back.
        var jumped: TimeInterval = 0
        /// Seconds until that does not matter any more.
        var left: TimeInterval = 0
    }

    private let file: String
    let clock: WallClock
    private let state: Locked<(record: Record?, read: ContinuousClock.Instant?)>

    /// Less is drift, or a correction that hurts nobody.
    private static let tolerance: TimeInterval = 3600
    /// A server that was off for longer counts no more than so much as time that passed: much less than anything is kept for.
    private static let longestBreak: TimeInterval = 86_400

    init(file: String, clock: WallClock) {
        self.file = file
        self.clock = clock
        let data = try? Data(contentsOf: URL(fileURLWithPath: file))
        state = Locked((data.flatMap { try? JSONDecoder().decode(Record.self, from: $0) }, nil))
    }

    /// The present moment, or one before it.
    ///
    /// - Parameter longestAge: seconds; nothing is forgotten only when it is older.
    func now(longestAge: TimeInterval) -> Date {
        let wall = clock.now.timeIntervalSince1970
        let instant = ContinuousClock.now
        let record = state.withLock { state in
            let elapsed = state.read.map { $0.duration(to: instant) / .seconds(1) }
            let record = Self.advance(state.record, to: wall, elapsed: elapsed, longestAge: longestAge)
            state = (record, instant)
            return record
        }
        write(record)
        return Date(timeIntervalSince1970: wall - max(0, record.jumped))
    }

    /// Where the disk is full the next look writes it.
    private func write(_ record: Record) {
        try? FileManager.default.createDirectory(
            at: URL(fileURLWithPath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
        guard let text = try? JSONEncoder().encode(record) else { return }
        try? WholeFile.write(text, to: file)
    }

    /// - Parameter elapsed: seconds that really passed since the record; `nil`: nobody knows.
    static func advance(
        _ record: Record?, to wall: TimeInterval, elapsed: TimeInterval?, longestAge: TimeInterval
    ) -> Record {
        guard var record else { return Record(wall: wall) }
        let shown = wall - record.wall
        let passed = elapsed ?? min(max(0, shown), longestBreak)
        record.wall = wall
        record.left = max(0, record.left - passed)
        if record.left == 0 { record.jumped = 0 }
        if abs(shown - passed) > tolerance {
            record.jumped += shown - passed
            record.left = longestAge
        }
        return record
    }
}
