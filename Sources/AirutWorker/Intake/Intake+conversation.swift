import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import AirutStore

extension Intake {
    /// Stage 3 and 4: the conversation a mail continues, or a new one with the model its address names.
    ///
    /// A conversation is continued only by who takes part in it: a stranger who learned its id begins a new one.
    func conversation(for mail: AuthenticatedMail) async throws -> ConversationChoice {
        if let existing = try await existingConversation(for: mail) { return .found(.existing(existing.id)) }
        let delivered = DeliveredAddress(of: mail.document, own: repository.email.account.from.address)
        let wanted = delivered?.detail
        let model = repository.models.first { $0.lowercased() == wanted }
        if let wanted, model == nil { return .unknownModel(wanted) }
        return .found(
            .new(
                NewConversation(
                    subject: mail.document.subject, model: model ?? repository.model, effort: repository.effort)))
    }

    private func existingConversation(for mail: AuthenticatedMail) async throws -> ConversationRecord? {
        let references = ThreadReferences(of: mail.document)
        if let found = try await store.conversation(forAnyOf: references.messageIDs, of: repository.id),
            found.participants.contains(mail.sender)
        {
            return found
        }
        for id in references.conversations {
            if let found = try await store.conversation(id), found.repository == repository.id,
                found.participants.contains(mail.sender)
            {
                return found
            }
        }
        return nil
    }
}

/// Where a message belongs, or why it begins nothing.
enum ConversationChoice {
    case found(ConversationTarget)
    /// The address names a model that this repository does not offer.
    case unknownModel(String)
}
