public import AirutModel

/// `repos.<id>.git`.
public struct GitSettings: Section {
    public var username = "x-access-token"
    public var token: Secret?
    public var sshKey: String?
    public var knownHosts: String?
    public var caFile: String?
    public var timeout: Duration = .seconds(300)
    public var authorName = "Airut"
    /// The account's address unless configured.
    public var authorEmail = Placeholder.address

    public init() {}

    static let documentation = "How the repository is fetched and pushed. The container never sees any of it."
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [
        .optional(
            "username", \.username, .text,
            "User name beside the token, for https. For ssh the user stands in repo_url."),
        .optional(
            "token", \.token, .secret, "Token or password, for https.", example: "!env GIT_TOKEN"),
        .optional(
            "ssh_key", \.sshKey, .file, "Private key, for ssh.", example: .alternative("/etc/airut/deploy-key")),
        .optional(
            "known_hosts", \.knownHosts, .file, "File the ssh server's key must stand in.",
            example: .alternative("/etc/airut/known_hosts")),
        .optional(
            "ca_file", \.caFile, .file,
            "PEM file of the certificate authorities to trust instead of the system's, for a server with a private one.",
            example: "/etc/airut/git-ca.pem"),
        .optional(
            "timeout", \.timeout, .duration(.seconds(1)...(.seconds(86400))),
            "How long one fetch, clone or push may take."),
        .optional("author_name", \.authorName, .text, "Name of the author of commits airut makes."),
        .optional(
            "author_email", \.authorEmail, .address, "Address of the author of commits airut makes.",
            fallback: "the address of email.account.from", example: "airut@example.org"),
    ]
}
