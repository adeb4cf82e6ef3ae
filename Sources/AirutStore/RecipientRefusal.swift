public import AirutModel

/// The server's final word on one of a mail's recipients.
public struct RecipientRefusal: Sendable, Hashable, Codable, CustomStringConvertible {
    public let recipient: EmailAddress
    /// Without a trailing period.
    public let reason: String

    public init(recipient: EmailAddress, reason: String) {
        self.recipient = recipient
        self.reason = reason
    }

    public var description: String { "\(recipient): \(reason)" }
}
