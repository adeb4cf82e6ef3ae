import AirutMail
import AirutModel
import AirutStore

/// What ``IntakeRules`` asks about the past while it decides about one mail. Asking changes nothing.
struct IntakeLookups: Sendable {
    /// What matters of a conversation.
    struct KnownConversation: Sendable {
        let id: ConversationID
        let repository: RepositoryID?
        /// `nil` when nobody can tell.
        let participants: [EmailAddress]?

        func isOpen(to sender: EmailAddress) -> Bool { participants?.contains(sender) ?? true }
    }

    /// A message with the same Message-ID, from that sender.
    var twin: @Sendable (_ sender: EmailAddress) async throws -> MessageTwin?
    /// The conversation that one of these mails of ours belongs to.
    var thread: @Sendable (_ references: [MessageID], RepositoryID) async throws -> KnownConversation?
    var conversation: @Sendable (ConversationID) async throws -> KnownConversation?
}

extension IntakeLookups {
    /// About a stored message.
    init(store: Store, message: MessageRecord) {
        self.init(store: store) { try await store.twin(of: message.id, sender: $0) }
    }

    init(store: Store, twin: @escaping @Sendable (EmailAddress) async throws -> MessageTwin?) {
        self.init(
            twin: twin,
            thread: { try await store.conversation(forAnyOf: $0, of: $1).map(KnownConversation.init) },
            conversation: { try await store.conversation($0).map(KnownConversation.init) })
    }

    /// Without a store: what the mail says about its conversation is believed.
    static let believing = Self(
        twin: { _ in nil }, thread: { _, _ in nil },
        conversation: { KnownConversation(id: $0, repository: nil, participants: nil) })
}

extension IntakeLookups.KnownConversation {
    fileprivate init(_ record: ConversationRecord) {
        self.init(id: record.id, repository: record.repository, participants: record.participants)
    }
}
