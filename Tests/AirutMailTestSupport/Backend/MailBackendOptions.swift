public import AirutMail
public import AirutTestMail

/// What a test wants of its mail server.
public struct MailBackendOptions: Sendable {
    /// How the test will connect; a server may also offer the other ways.
    public var security = ConnectionSecurity.tls
    /// Whom its certificate is for, as in `subjectAltName`.
    public var names = "DNS:localhost,IP:127.0.0.1"
    public var isExpired = false
    /// Replaces the abilities announced over IMAP.
    public var capability: String?
    /// Where Dovecot hands on submitted mail, if anywhere; the other server delivers it itself.
    public var relayPort: Int?
    /// Further lines of Dovecot's configuration.
    public var dovecotSettings = ""
    /// What the other server does instead of its duty.
    public var fault: @Sendable (TestMailLine) -> TestMailFault? = { _ in nil }
    /// How many users there are beside `bot`.
    public var users = 0

    public init(
        security: ConnectionSecurity = .tls, names: String = "DNS:localhost,IP:127.0.0.1", isExpired: Bool = false,
        capability: String? = nil, relayPort: Int? = nil, dovecotSettings: String = "", users: Int = 0,
        fault: @escaping @Sendable (TestMailLine) -> TestMailFault? = { _ in nil }
    ) {
        self.security = security
        self.names = names
        self.isExpired = isExpired
        self.capability = capability
        self.relayPort = relayPort
        self.dovecotSettings = dovecotSettings
        self.users = users
        self.fault = fault
    }
}
