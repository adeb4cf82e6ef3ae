/// How long to wait before the next try: doubled each time up to a limit, with up to half taken off at random so that
/// many who failed together do not come back together.
public struct BackOff: Sendable {
    private let first: Duration
    private let longest: Duration
    private var next: Duration

    /// - Parameter failures: how many failed before, for a count that is kept elsewhere.
    public init(from first: Duration, to longest: Duration, afterFailures failures: Int = 0) {
        self.first = first
        self.longest = longest
        next = first
        for _ in 0..<min(failures, 64) { next = min(next * 2, longest) }
    }

    /// The wait before the next try.
    public mutating func delay() -> Duration {
        defer { next = min(next * 2, longest) }
        return next * Double.random(in: 0.5...1)
    }

    /// After a success: the next failure begins anew.
    public mutating func reset() { next = first }
}
