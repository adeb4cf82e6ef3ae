/// What one run may use.
public struct ResourceLimits: Section, Hashable {
    public var timeout: Duration = .seconds(3600)
    public var stallTimeout: Duration = .seconds(900)
    public var memoryBytes = 4 << 30
    public var cpus = 2.0
    public var pids = 1024
    public var diskBytes = 10 << 30

    public init() {}

    static let documentation =
        "What one run may use. A repository's own .airut/airut.yaml can ask for less, never for more."
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [
        .optional(Limit.timeout, \.timeout),
        .optional(Limit.stallTimeout, \.stallTimeout),
        .optional(Limit.memory, \.memoryBytes),
        .optional(Limit.cpus, \.cpus),
        .optional(Limit.pids, \.pids),
        .optional(Limit.disk, \.diskBytes),
    ]

    /// The limits, with those that are written in `overrides` instead.
    public func replaced(by overrides: ResourceLimitOverrides) -> ResourceLimits {
        combined(with: overrides) {
            $1
        } numbers: {
            $1
        } counts: {
            $1
        }
    }

    /// The limits, lowered to those that are written in `requests`.
    public func lowered(to requests: ResourceLimitOverrides) -> ResourceLimits {
        combined(with: requests, durations: min, numbers: min, counts: min)
    }

    private func combined(
        with other: ResourceLimitOverrides, durations: (Duration, Duration) -> Duration,
        numbers: (Double, Double) -> Double, counts: (Int, Int) -> Int
    ) -> ResourceLimits {
        var limits = self
        limits.timeout = other.timeout.map { durations(timeout, $0) } ?? timeout
        limits.stallTimeout = other.stallTimeout.map { durations(stallTimeout, $0) } ?? stallTimeout
        limits.memoryBytes = other.memoryBytes.map { counts(memoryBytes, $0) } ?? memoryBytes
        limits.cpus = other.cpus.map { numbers(cpus, $0) } ?? cpus
        limits.pids = other.pids.map { counts(pids, $0) } ?? pids
        limits.diskBytes = other.diskBytes.map { counts(diskBytes, $0) } ?? diskBytes
        return limits
    }
}
