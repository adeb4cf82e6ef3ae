/// `execution`.
public struct ExecutionSettings: Section {
    public var maxConcurrent = 3
    public var shutdownTimeout: Duration = .seconds(60)
    public var conversationMaxAgeDays = 7

    public init() {}

    static let documentation = "How much runs at once, and how long things are kept."
    static let reload = ReloadScope.server
    static let fields: [Field<Self>] = [
        .optional(
            "max_concurrent", \.maxConcurrent, .integer(1...1000),
            "Runs at the same time, over all repositories, which take turns."),
        .optional(
            "shutdown_timeout", \.shutdownTimeout, .duration(.seconds(1)...(.seconds(86400))),
            "How long a stopping server waits for runs to end before it interrupts them."),
        .optional(
            "conversation_max_age_days", \.conversationMaxAgeDays, .integer(1...3650),
            "Days after its last activity that a conversation and its workspace are deleted."),
        .ignored("image_prune", because: "airut removes the images it built once they are no longer used"),
    ]
}
