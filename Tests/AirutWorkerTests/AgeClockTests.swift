import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutWorker

/// Nothing grows old because a clock jumps.
@Suite struct AgeClockTests {
    private let day: TimeInterval = 86_400

    @Test func `a clock that jumps ahead is not believed until what was active before is old indeed`() {
        var record = AgeClock.advance(nil, to: 0, elapsed: nil, longestAge: 30 * day)
        record = AgeClock.advance(record, to: day, elapsed: day, longestAge: 30 * day)
        #expect(record.jumped == 0)
        record = AgeClock.advance(record, to: 366 * day, elapsed: 0, longestAge: 30 * day)
        #expect(record.jumped == 365 * day)
        record = AgeClock.advance(record, to: 395 * day, elapsed: 29 * day, longestAge: 30 * day)
        #expect(record.jumped == 365 * day)
        record = AgeClock.advance(record, to: 396 * day, elapsed: day, longestAge: 30 * day)
        #expect(record.jumped == 0)
    }

    @Test func `a clock that jumps and is set right has not jumped`() {
        for jump in [365 * day, -365 * day] {
            var record = AgeClock.advance(nil, to: 0, elapsed: nil, longestAge: 30 * day)
            record = AgeClock.advance(record, to: jump, elapsed: 0, longestAge: 30 * day)
            #expect(max(0, record.jumped) == max(0, jump))
            record = AgeClock.advance(record, to: 60, elapsed: 60, longestAge: 30 * day)
            #expect(record.jumped == 0)
        }
    }

    @Test func `a server that was off counts a day at most, and notices a wrong clock`() throws {
        var record = AgeClock.advance(nil, to: 0, elapsed: nil, longestAge: 30 * day)
        record = AgeClock.advance(record, to: day, elapsed: nil, longestAge: 30 * day)
        #expect(record.jumped == 0)
        record = AgeClock.advance(record, to: 21 * day, elapsed: nil, longestAge: 30 * day)
        #expect(record.jumped == 19 * day)
    }

    @Test func `what is known survives the server, and a torn file is none`() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder + "/ages.json"
            let wall = Locked(Date(timeIntervalSince1970: 1_000_000_000))
            let clock = WallClock { wall.withLock(\.self) }
            let first = AgeClock(file: file, clock: clock)
            #expect(first.now(longestAge: 30 * day) == wall.withLock(\.self))
            wall.withLock { $0 += 365 * day }
            let next = AgeClock(file: file, clock: clock)
            #expect(next.now(longestAge: 30 * day) == wall.withLock(\.self) - 364 * day)
            try "torn".write(toFile: file, atomically: true, encoding: .utf8)
            #expect(AgeClock(file: file, clock: clock).now(longestAge: 30 * day) == wall.withLock(\.self))
        }
    }
}
