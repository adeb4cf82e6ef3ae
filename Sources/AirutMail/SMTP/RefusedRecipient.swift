public import AirutModel

/// Somebody the server takes no mail for, while it took it for others.
public struct RefusedRecipient: Hashable, Sendable, CustomStringConvertible {
    public let address: EmailAddress
    /// The server's words, without a trailing period.
    public let reason: String
    /// The server's three-digit code.
    public let replyCode: Int
    /// Whether submitting the message to this recipient again may succeed later.
    public let retryMayHelp: Bool

    public var description: String {
        "cannot send to \(address): \(reason); "
            + (retryMayHelp ? "trying again may help" : "trying again alone will not help")
    }
}
