public import AirutPolicy

/// `network` of the server's file.
public struct ServerNetworkSettings: Section {
    /// By the host's canonical name.
    public var staticHosts: [String: StaticHost] = [:]
    /// Absolute path of a PEM file.
    public var caFile: String?
    public var allowedPrivate: [AddressRange] = []
    /// Globs of hosts.
    public var buildAllowlist = BuildRegistries.hosts

    public init() {}

    static let documentation = "How the proxies of all containers reach the network."
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [
        .optional(
            "static_hosts", \.staticHosts, .map(hostKey, of: .staticHost) { HostName($0)?.text },
            "Where hosts really are, for those that the resolver does not know. Allowlists decide about them as about any "
                + "other; they may have private addresses.",
            example: "{registry.internal: \"10.0.0.5:8443\"}"),
        .optional(
            "ca_file", \.caFile, .file,
            "PEM file of certificate authorities to trust besides the system's, for hosts with private ones.",
            example: "/etc/airut/internal-ca.pem"),
        .optional(
            "allowed_private", \.allowedPrivate, .list(of: .addressRange),
            "Addresses that may be reached although they are not public: private ones, loopback ones, those of a cloud's "
                + "metadata service and the like are refused otherwise, whatever an allowlist says. This machine's own "
                + "addresses are refused unless they are written here one by one."),
        .optional(
            "build_allowlist", \.buildAllowlist, .list(of: .hostPattern),
            "Hosts from which the build of an image may fetch (GET and HEAD), unless the repository's allowlist has a "
                + "build section.",
            fallback:
                "what Debian, Ubuntu, Alpine, npm, PyPI, crates.io, Go, RubyGems, Maven, Gradle and Packagist need",
            example: "[deb.debian.org, registry.npmjs.org]"),
        .ignored("upstream_dns", because: "hosts are found with this machine's own resolver"),
    ]

    private static let hostKey = MapKey(
        placeholder: "<host>", pattern: nil, expectation: "that of a host, like registry.internal",
        example: "registry.internal")

    func complete(_ scope: inout SectionScope) {
        guard scope.decoding.givesAdvice, let metadata = IPAddress("169.254.169.254"),
            allowedPrivate.contains(where: { $0.contains(metadata) })
        else { return }
        scope.report(at: "allowed_private", sentence: Advice.metadataService, severity: .warning)
    }
}
