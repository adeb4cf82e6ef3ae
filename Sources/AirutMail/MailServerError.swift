import AirutCurl

/// Why a mail server did not do what we asked, as a sentence for the operator.
public struct MailServerError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// No address, nobody listening, or the connection broke.
        case unreachable
        /// The server was silent for too long.
        case timedOut
        /// TLS is missing, or its certificate or name is not the expected one.
        case untrusted
        /// The server refused the user name or password, or offers no way to log in.
        case unauthorized
        /// The server understood the command and said no.
        case refused
        /// The peer does not speak the protocol.
        case malformed
        /// A message or line is larger than allowed.
        case tooLarge
        /// The settings or arguments cannot be used; over SMTP also: the server does not work for us, whatever we send.
        case unusable
    }

    public let kind: Kind
    /// `host:port`.
    public let server: String
    /// What was being done, as a verb phrase: "log in as bot@example.org".
    public let action: String
    /// Why it failed, without a trailing period; a server's own words are quoted in it.
    public let reason: String
    /// Whether the same attempt may succeed later without anybody changing anything.
    public let retryMayHelp: Bool
    /// The three-digit code of an SMTP server's last answer, if there was one.
    public let replyCode: Int?
    /// Over SMTP: it came up after the message had been announced, so the message itself may be the cause.
    public internal(set) var concernsMessage: Bool

    public init(
        kind: Kind, server: String, action: String, reason: String, retryMayHelp: Bool, replyCode: Int? = nil,
        concernsMessage: Bool = false
    ) {
        self.kind = kind
        self.server = server
        self.action = action
        self.reason = reason
        self.retryMayHelp = retryMayHelp
        self.replyCode = replyCode
        self.concernsMessage = concernsMessage
    }

    public var description: String {
        "cannot \(action) at \(server): \(reason); "
            + (retryMayHelp ? "trying again may help" : "trying again alone will not help")
    }
}

extension MailServerError {
    init(_ error: TransportError, server: String, action: String) {
        let kind: Kind =
            switch error.kind {
            case .unreachable: .unreachable
            case .timedOut: .timedOut
            case .untrusted: .untrusted
            case .tooLarge: .tooLarge
            case .malformed: .malformed
            }
        self.init(
            kind: kind, server: server, action: action, reason: error.reason, retryMayHelp: error.retryMayHelp)
    }
}
