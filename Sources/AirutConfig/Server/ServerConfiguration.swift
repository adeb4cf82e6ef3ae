/// The server's whole configuration, `airut.yaml`.
public struct ServerConfiguration: Section {
    public var configVersion = 5
    /// Absolute.
    public var stateDirectory = ""
    public var execution = ExecutionSettings()
    public var container = ContainerSettings()
    public var claude = ClaudeSettings()
    public var resourceLimits = ResourceLimits()
    public var network = ServerNetworkSettings()
    /// In file order.
    public var repositories: [RepositorySettings] = []

    public init() {}

    static let documentation = "Configuration of an Airut server."
    static let reload = ReloadScope.server
    static let fields: [Field<Self>] = [
        .optional(
            "config_version", \.configVersion, .integer(1...5),
            "Version of the file's format, for files that are shared with other systems."),
        .optional(
            "state_directory", \.stateDirectory, .directory, "Folder for everything airut keeps.",
            fallback: "/var/lib/airut as root, otherwise $XDG_STATE_HOME/airut or ~/.local/state/airut",
            example: "/var/lib/airut"
        ).reloading(.start),
        .section("execution", \.execution),
        .section("container", \.container),
        .section("claude", \.claude),
        .section("resource_limits", \.resourceLimits),
        .section("network", \.network),
        .variables("vars"),
        .repositories("repos", \.repositories),
        .ignored("dashboard", because: "this version has no dashboard"),
    ]
}
