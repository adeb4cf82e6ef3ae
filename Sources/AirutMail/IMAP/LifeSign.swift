import AirutModel

/// When a server was last heard of. Anybody may look at any time.
public final class LifeSign: Sendable {
    private let last = Locked(ContinuousClock.now)

    public init() {}

    /// How long ago it was.
    public var age: Duration { last.withLock { $0.duration(to: .now) } }

    public func renew() { last.withLock { $0 = .now } }
}
