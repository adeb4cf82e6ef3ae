public import AirutModel
public import FoundationEssentials

/// What the agent is told: where it is, and the messages it answers.
public struct AgentPrompt: Sendable, Hashable {
    public struct Message: Sendable, Hashable {
        public var sender: EmailAddress
        public var receivedAt: Date
        /// What the sender wrote, quotes removed.
        public var text: String
        public var attachments: [Attachment]
        /// Somebody stopped it before the agent heard of it.
        public var isWithdrawn: Bool

        public init(
            sender: EmailAddress, receivedAt: Date, text: String, attachments: [Attachment] = [],
            isWithdrawn: Bool = false
        ) {
            self.sender = sender
            self.receivedAt = receivedAt
            self.text = text
            self.attachments = attachments
            self.isWithdrawn = isWithdrawn
        }
    }

    public struct Attachment: Sendable, Hashable {
        /// Name of the file in `/inbox`.
        public var fileName: String
        public var mediaType: String
        public var byteCount: Int

        public init(fileName: String, mediaType: String, byteCount: Int) {
            self.fileName = fileName
            self.mediaType = mediaType
            self.byteCount = byteCount
        }
    }

    /// Of a new conversation; `nil` in one that goes on.
    public var subject: String?
    /// Oldest first.
    public var messages: [Message]
    /// Set when the conversation goes on without its session: the answer it should remember, if there was one.
    public var lostSession: LostSession?

    /// The session goes on in the middle of something: its service failed, or the allowance was used up.
    public var isContinuation: Bool

    public struct LostSession: Sendable, Hashable {
        public var lastReply: String?
        public init(lastReply: String?) { self.lastReply = lastReply }
    }

    public init(
        subject: String?, messages: [Message], lostSession: LostSession? = nil, isContinuation: Bool = false
    ) {
        self.subject = subject
        self.messages = messages
        self.lostSession = lostSession
        self.isContinuation = isContinuation
    }

    /// Nothing in it that could be a request.
    public var isEmpty: Bool {
        let isBlank = { (text: String) in text.allSatisfy(\.isWhitespace) }
        return isBlank(subject ?? "") && messages.allSatisfy { isBlank($0.text) && $0.attachments.isEmpty }
    }
}
