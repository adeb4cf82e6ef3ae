/// How a connection to a mail server is protected.
public enum MailSecurity: String, Sendable, CaseIterable {
    /// TLS from the first byte.
    case tls
    /// Plain first, then TLS; refused when the server does not offer it.
    case starttls
    /// Nothing: only to this machine.
    case plaintext
}
