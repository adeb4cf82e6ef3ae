public import AirutModel

/// What a conversation begins with.
public struct NewConversation: Sendable, Hashable {
    public var id: ConversationID
    public var subject: String
    /// `nil` leaves it to the repository's own files, read when the first run is prepared.
    public var model: String?
    public var effort: String?

    public init(id: ConversationID = .random(), subject: String, model: String?, effort: String? = nil) {
        self.id = id
        self.subject = subject
        self.model = model
        self.effort = effort
    }
}

/// Where an accepted message belongs.
public enum ConversationTarget: Sendable, Hashable {
    case existing(ConversationID)
    case new(NewConversation)

    public var id: ConversationID {
        switch self {
        case .existing(let id): id
        case .new(let conversation): conversation.id
        }
    }

    /// What it begins with; `nil` when it exists.
    public var new: NewConversation? {
        if case .new(let conversation) = self { conversation } else { nil }
    }
}
