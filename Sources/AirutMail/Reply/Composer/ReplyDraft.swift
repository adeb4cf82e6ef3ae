public import AirutModel
public import FoundationEssentials

/// Everything a mail of ours is made of.
public struct ReplyDraft: Sendable, Hashable {
    public var from: EmailAddress
    /// Shown beside the address.
    public var fromName: String
    public var to: [EmailAddress]
    /// Decoded; controls are dropped. ``ReplySubject`` makes it.
    public var subject: String
    /// Decided before, and stored: a mail sent again after a crash carries the same one.
    public var messageID: MessageID
    public var thread: ReplyThread
    public var date: Date
    public var letter: Letter
    public var attachments: [ReplyAttachment]

    public init(
        from: EmailAddress, fromName: String = "Airut", to: [EmailAddress], subject: String, messageID: MessageID,
        thread: ReplyThread, date: Date, letter: Letter, attachments: [ReplyAttachment] = []
    ) {
        self.from = from
        self.fromName = fromName
        self.to = to
        self.subject = subject
        self.messageID = messageID
        self.thread = thread
        self.date = date
        self.letter = letter
        self.attachments = attachments
    }
}
