import AirutMail
import AirutTestMail

/// What a test wants of its mail server.
struct MailBackendOptions: Sendable {
    /// How the test will connect; a server may also offer the other ways.
    var security = ConnectionSecurity.tls
    /// Whom its certificate is for, as in `subjectAltName`.
    var names = "DNS:localhost,IP:127.0.0.1"
    var isExpired = false
    /// Replaces the abilities announced over IMAP.
    var capability: String?
    /// Where Dovecot hands on submitted mail, if anywhere; the other server delivers it itself.
    var relayPort: Int?
    /// Further lines of Dovecot's configuration.
    var dovecotSettings = ""
    /// What the other server does instead of its duty.
    var fault: @Sendable (TestMailLine) -> TestMailFault? = { _ in nil }
}
