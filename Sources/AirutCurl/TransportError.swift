/// Why a server could not be talked to, as a sentence for the operator.
public struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// No address, no route, nobody listening, or the connection broke.
        case unreachable
        /// Nothing happened before the deadline.
        case timedOut
        /// TLS is missing, or its certificate or name is not the expected one.
        case untrusted
        /// More bytes than the caller allowed.
        case tooLarge
        /// The peer broke the protocol, or the request cannot be expressed in it.
        case malformed
    }

    public let kind: Kind
    /// What was being done, as a verb phrase with the server's name: "connect to imap.example.org:993".
    public let action: String
    /// Why it failed, without a trailing period.
    public let reason: String

    public init(kind: Kind, action: String, reason: String) {
        self.kind = kind
        self.action = action
        self.reason = reason
    }

    /// Whether the same attempt may succeed later without anybody changing anything.
    public var retryMayHelp: Bool {
        switch kind {
        case .unreachable, .timedOut: true
        case .untrusted, .tooLarge, .malformed: false
        }
    }

    public var description: String {
        "cannot \(action): \(reason); " + (retryMayHelp ? "trying again may help" : "trying again alone will not help")
    }
}
