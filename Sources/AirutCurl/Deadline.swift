/// The instant at which waiting ends.
struct Deadline {
    private let instant: ContinuousClock.Instant

    init(after duration: Duration) { instant = ContinuousClock.now + duration }

    var hasPassed: Bool { ContinuousClock.now >= instant }

    /// Milliseconds until then for `poll`: rounded up, at most one minute, never negative.
    var pollMilliseconds: Int32 {
        let left = ContinuousClock.now.duration(to: instant)
        guard left > .zero else { return 0 }
        guard left < .seconds(60) else { return 60_000 }
        return Int32(left / .milliseconds(1)) + 1
    }
}
