/// `container`.
public struct ContainerSettings: Section {
    public var command = "podman"
    public var runtime: String?
    public var buildTimeout: Duration = .seconds(1800)
    public var buildMemoryBytes: Int?
    public var buildNetwork = BuildNetwork.sandbox
    public var allowUnlimited = false

    /// What the commands of an image's build see of the network.
    public enum BuildNetwork: String, Sendable, CaseIterable {
        /// Nothing but a proxy that allows what the repository's allowlist, or else the server, opens for builds.
        case sandbox
        /// A network of its own that reaches what the host reaches.
        case `private`
        /// The host's own, its loopback interface included.
        case host
        case none
    }

    public init() {}

    static let documentation = "How containers are run and their images built."
    static let reload = ReloadScope.repository
    static let fields: [Field<Self>] = [
        .optional("command", \.command, .program, "The Podman to use: a name in PATH or an absolute path."),
        .optional(
            "runtime", \.runtime, .program, "The OCI runtime Podman shall use.", fallback: "Podman's own choice",
            example: "crun"),
        .optional(
            "build_timeout", \.buildTimeout, .duration(.seconds(10)...(.seconds(86400))),
            "How long building a repository's image may take."),
        .optional(
            "build_memory", \.buildMemoryBytes, .bytes(atLeast: 1 << 20),
            "Memory that building a repository's image may use.", fallback: "resource_limits.memory", example: "4g"),
        .optional(
            "build_network", \.buildNetwork, .choice,
            "What the commands of an image's build see of the network: what the build section of the repository's allowlist, "
                + "or else network.build_allowlist opens (sandbox), everything the host reaches (private), that and the "
                + "host's local services (host), or nothing (none)."),
        .optional(
            "allow_unlimited", \.allowUnlimited, .flag,
            "Run tasks even when this machine cannot enforce a limit (control groups not delegated) instead of "
                + "refusing them."),
    ]
}
