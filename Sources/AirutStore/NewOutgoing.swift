public import AirutModel

/// A composed mail to be recorded before it is sent. Repository, conversation and task come from what it answers.
public struct NewOutgoing: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A notice tells how things stand; the reply is yet to come.
        case acknowledgement, notice, reply, refusal
    }

    /// The one that stands in ``raw``: whoever replies to it continues the conversation.
    public var messageID: MessageID
    public var kind: Kind
    public var recipients: [EmailAddress]
    /// The complete message (CRLF): a repetition sends the same bytes.
    public var raw: [UInt8]
    /// The same mail without its attachments, for a server that finds it too large; `nil` when it has none.
    public var light: [UInt8]?
    /// Emptied once the mail is delivered.
    public var outboxDirectory: String?

    public init(
        messageID: MessageID, kind: Kind, recipients: [EmailAddress], raw: [UInt8], light: [UInt8]? = nil,
        outboxDirectory: String? = nil
    ) {
        self.messageID = messageID
        self.kind = kind
        self.recipients = recipients
        self.raw = raw
        self.light = light
        self.outboxDirectory = outboxDirectory
    }
}
