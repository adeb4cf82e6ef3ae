public import AirutModel
public import AirutPolicy

/// What a mail says about the thread it belongs to, most telling first. Nothing of it is proof: whoever looks a
/// conversation up with it also checks that the sender takes part in that conversation.
public struct ThreadReferences: Sendable, Hashable {
    /// Identifiers of `In-Reply-To`, then of `References` from the newest back; each once, at most ``limit``.
    public let messageIDs: [MessageID]
    /// Tokens of `[ID:…]` in the subject, in its order, each once.
    public let conversations: [ConversationID]

    /// Threads are shorter; a longer list is somebody playing.
    public static let limit = 200

    public init(of document: MessageDocument) {
        var seen: Set<MessageID> = []
        let named = document.inReplyTo.prefix(Self.limit) + document.references.reversed().prefix(Self.limit)
        messageIDs = Array(named.compactMap(MessageID.init).filter { seen.insert($0).inserted }.prefix(Self.limit))
        conversations = Self.tokens(in: document.subject)
    }

    private static func tokens(in subject: String) -> [ConversationID] {
        var tokens: [ConversationID] = []
        for tag in SubjectTag.ranges(in: subject) where !tokens.contains(tag.conversation) {
            tokens.append(tag.conversation)
        }
        return tokens
    }
}
