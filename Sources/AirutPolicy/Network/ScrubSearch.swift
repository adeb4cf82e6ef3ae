/// Looks for several texts at once, mostly without looking at every byte.
///
/// - SeeAlso: Sun Wu and Udi Manber, "A fast algorithm for multi-pattern searching", 1994; blocks of two bytes here.
struct ScrubSearch: Sendable {
    struct Match {
        let start: Int
        let needle: ScrubNeedle
    }

    /// The longest first.
    private let needles: [ScrubNeedle]
    /// Bytes that every needle has at least.
    private let window: Int
    /// By the last block of a window: how far the window can move at once. 0: a needle may begin where it does.
    private let shifts: [UInt8]
    /// By the last block of a window, indices of needles.
    private let candidates: [Int: [Int]]
    /// By a byte, whether some needle begins with it.
    private let beginnings: [Bool]

    init(_ needles: [ScrubNeedle]) {
        let needles = needles.sorted { $0.pattern.count > $1.pattern.count }
        let window = min(needles.last?.pattern.count ?? 2, 200)
        var shifts = [UInt8](repeating: UInt8(window - 1), count: needles.isEmpty ? 0 : 1 << 16)
        var candidates: [Int: [Int]] = [:]
        for (index, needle) in needles.enumerated() {
            for end in 1..<window {
                let block = Self.block(needle.pattern, end)
                shifts[block] = min(shifts[block], UInt8(window - 1 - end))
            }
            candidates[Self.block(needle.pattern, window - 1), default: []].append(index)
        }
        (self.needles, self.window, self.shifts, self.candidates) = (needles, window, shifts, candidates)
        beginnings = (0...UInt8.max).map { byte in needles.contains { $0.pattern.first == byte } }
    }

    var isEmpty: Bool { needles.isEmpty }
    var keepsLength: Bool { needles.allSatisfy { $0.pattern.count == $0.replacement.count } }

    /// The first match that begins at `start` or later; of several there, the longest.
    func next(in bytes: [UInt8], from start: Int) -> Match? {
        var end = start + window - 1
        while end < bytes.count {
            let block = Self.block(bytes, end)
            let shift = Int(shifts[block])
            if shift == 0, let match = match(in: bytes, at: end - window + 1, block) { return match }
            end += max(shift, 1)
        }
        return nil
    }

    /// Where the longest end of `bytes` begins that is the beginning of a needle, not before `start`.
    func partial(in bytes: [UInt8], from start: Int) -> Int? {
        let longest = needles.first?.pattern.count ?? 0
        let first = max(start, bytes.count - longest + 1)
        guard first < bytes.count else { return nil }
        for place in first..<bytes.count where beginnings[Int(bytes[place])] {
            let rest = bytes[place...]
            if needles.contains(where: { $0.pattern.count > rest.count && $0.pattern.starts(with: rest) }) {
                return place
            }
        }
        return nil
    }

    private func match(in bytes: [UInt8], at place: Int, _ block: Int) -> Match? {
        for index in candidates[block] ?? [] {
            let pattern = needles[index].pattern
            if place + pattern.count <= bytes.count, bytes[place..<place + pattern.count].elementsEqual(pattern) {
                return Match(start: place, needle: needles[index])
            }
        }
        return nil
    }

    private static func block(_ bytes: [UInt8], _ end: Int) -> Int { Int(bytes[end - 1]) << 8 | Int(bytes[end]) }
}
