/// How a connection to a mail server is protected.
public enum ConnectionSecurity: String, Hashable, Sendable, CaseIterable {
    /// TLS from the first byte.
    case tls
    /// TLS after a command of the protocol; without it nothing is sent.
    case startTLS = "starttls"
    /// None. Accepted only to this machine itself.
    case plaintext
}
