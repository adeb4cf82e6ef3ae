/// `claude`: where Claude Code is downloaded from.
public struct ClaudeSettings: Section {
    public var releasesURL = "https://downloads.claude.ai/claude-code-releases"
    public var caFile: String?

    public init() {}

    static let documentation =
        "Where releases of Claude Code come from, for repositories whose claude_version is no path."
    static let reload = ReloadScope.repository
    static let fields: [Field<Self>] = [
        .optional(
            "releases_url", \.releasesURL, .apiURL,
            "Address of the vendor's releases, or of a mirror with the same files."),
        .optional(
            "ca_file", \.caFile, .file,
            "PEM file of the certificate authorities to trust instead of the system's, for a mirror with a private one.",
            example: "/etc/airut/mirror-ca.pem"),
    ]
}
