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

        public init(sender: EmailAddress, receivedAt: Date, text: String, attachments: [Attachment] = []) {
            self.sender = sender
            self.receivedAt = receivedAt
            self.text = text
            self.attachments = attachments
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

    public struct LostSession: Sendable, Hashable {
        public var lastReply: String?
        public init(lastReply: String?) { self.lastReply = lastReply }
    }

    public init(subject: String?, messages: [Message], lostSession: LostSession? = nil) {
        self.subject = subject
        self.messages = messages
        self.lostSession = lostSession
    }

    /// Nothing in it that could be a request.
    public var isEmpty: Bool {
        let isBlank = { (text: String) in text.allSatisfy(\.isWhitespace) }
        return isBlank(subject ?? "") && messages.allSatisfy { isBlank($0.text) && $0.attachments.isEmpty }
    }
}
