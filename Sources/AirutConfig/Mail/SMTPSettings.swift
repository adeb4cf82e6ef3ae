/// `repos.<id>.email.smtp`.
public struct SMTPSettings: Section {
    public var server = ""
    /// As configured; see ``port``.
    public var configuredPort: Int?
    /// As configured; see ``security``.
    public var configuredSecurity: MailSecurity?
    public var caFile: String?
    public var requiresLogin = true

    public init() {}

    public var security: MailSecurity { configuredSecurity ?? (configuredPort == 465 ? .tls : .starttls) }
    public var port: Int { configuredPort ?? (security == .tls ? 465 : 587) }

    static let documentation = "The server answers are sent through. Certificate and name are always verified."
    static let reload = ReloadScope.repository
    static let fields: [Field<Self>] = [
        .required("server", \.server, .host, "Name of the submission server.", example: "smtp.example.org"),
        .optional(
            "port", \.configuredPort, .integer(1...65535), "Port of the submission server.",
            fallback: "465 with tls, otherwise 587", effective: { $0.port }, example: "587"),
        .optional(
            "security", \.configuredSecurity, .choice, MailSecurity.documentation,
            fallback: "starttls; tls on port 465", effective: { $0.security }, example: "starttls"),
        .optional("ca_file", \.caFile, .file, MailSecurity.caDocumentation, example: "/etc/airut/mail-ca.pem"),
        .optional(
            "require_auth", \.requiresLogin, .flag, "Log in with the account's name and password before sending."),
    ]

    mutating func complete(_ scope: inout SectionScope) {
        MailSecurity.check(security, server: server, &scope)
    }
}
