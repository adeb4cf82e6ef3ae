/// `repos.<id>.email.imap`.
public struct IMAPSettings: Section {
    public var server = ""
    /// As configured; see ``port``.
    public var configuredPort: Int?
    /// As configured; see ``security``.
    public var configuredSecurity: MailSecurity?
    public var caFile: String?
    public var useIDLE = true
    public var pollInterval: Duration = .seconds(60)
    public var archiveFolder: String?

    public init() {}

    public var security: MailSecurity { configuredSecurity ?? (configuredPort == 143 ? .starttls : .tls) }
    public var port: Int { configuredPort ?? (security == .tls ? 993 : 143) }

    static let documentation = "The server mail is read from. Certificate and name are always verified."
    static let reload = ReloadScope.repository
    static let fields: [Field<Self>] = [
        .required("server", \.server, .host, "Name of the IMAP server.", example: "imap.example.org"),
        .optional(
            "port", \.configuredPort, .integer(1...65535), "Port of the IMAP server.",
            fallback: "993 with tls, otherwise 143", effective: { $0.port }, example: "993"),
        .optional(
            "security", \.configuredSecurity, .choice, MailSecurity.documentation,
            fallback: "tls; starttls on port 143", effective: { $0.security }, example: "tls"),
        .optional("ca_file", \.caFile, .file, MailSecurity.caDocumentation, example: "/etc/airut/mail-ca.pem"),
        .optional("use_idle", \.useIDLE, .flag, "Let the server announce new mail; otherwise airut asks for it."),
        .optional(
            "poll_interval", \.pollInterval, .duration(.milliseconds(100)...(.seconds(86400))),
            "Time between two looks into the mailbox when it is not announced."),
        .optional(
            "archive_folder", \.archiveFolder, .text,
            "Folder that accepted mail is moved to; without one it is deleted from the server once it is stored here.",
            example: "Archive"),
        .ignored("connect_retries", because: "airut tries again until it succeeds"),
        .ignored("idle_reconnect_interval", because: "airut renews the announcement by itself"),
    ]

    mutating func complete(_ scope: inout SectionScope) {
        MailSecurity.check(security, server: server, &scope)
    }
}
