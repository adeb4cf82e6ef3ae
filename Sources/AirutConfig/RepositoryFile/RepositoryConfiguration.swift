/// What a repository says about itself: `.airut/airut.yaml` on its default branch.
public struct RepositoryConfiguration: Section {
    /// Place in the repository.
    public static let path = ".airut/airut.yaml"

    public var defaultModel: String?
    public var effort: String?
    public var resourceLimits = ResourceLimitOverrides()
    /// In file order.
    public var containerEnvironment: [ContainerVariable] = []
    /// Read for files that have it; it can only confirm what the server says.
    public var network = RepositoryNetworkSettings()

    public init() {}

    static let documentation = "What a repository says about itself, in .airut/airut.yaml on its default branch."
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [
        .optional(
            "default_model", \.defaultModel, .modelName,
            "Model of new conversations whose mail names none, unless the server's model says which. One of the server's "
                + "models.", fallback: "the first of the server's models", example: "opus"),
        .optional(
            "effort", \.effort, .effortName, "Effort of new conversations, unless the server's effort says which.",
            fallback: "Claude Code's own", example: "high"),
        .legacy("default_effort", \.effort, .effortName),
        .section("resource_limits", \.resourceLimits),
        .legacy("timeout", \.resourceLimits.timeout, Limit.timeout.format),
        .containerEnvironment("container_env", \.containerEnvironment),
        .section("network", \.network),
    ]

    /// The limits a run of this repository gets: what it asks for, but never more than the server's.
    public func limits(under server: ResourceLimits) -> ResourceLimits { server.lowered(to: resourceLimits) }
}
