/// Limits that differ from those of the level above; `nil` where they do not.
public struct ResourceLimitOverrides: Section, Hashable {
    public var timeout: Duration?
    public var stallTimeout: Duration?
    public var memoryBytes: Int?
    public var cpus: Double?
    public var pids: Int?
    public var diskBytes: Int?

    public init() {}

    static let documentation = "Limits that differ from the server's resource_limits."
    private static let fallback = "the server's"
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [
        .optional(Limit.timeout, \.timeout, fallback: fallback, example: "2h"),
        .optional(Limit.stallTimeout, \.stallTimeout, fallback: fallback, example: "20m"),
        .optional(Limit.memory, \.memoryBytes, fallback: fallback, example: "8g"),
        .optional(Limit.cpus, \.cpus, fallback: fallback, example: "4"),
        .optional(Limit.pids, \.pids, fallback: fallback, example: "2048"),
        .optional(Limit.disk, \.diskBytes, fallback: fallback, example: "20g"),
    ]
}
