import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import AirutStore

/// Decides about a mail: who sent it, whether they may, which conversation it belongs to, which model.
///
/// Nothing but the document, the repository's settings and what ``IntakeLookups`` answers counts, and nothing is changed.
struct IntakeRules: Sendable {
    let repository: RepositorySettings
    let authenticator: Authenticator

    struct Size {
        /// Of the whole message.
        let bytes: Int
        /// Only the header was read, because the rest is too much.
        let isTruncated: Bool
    }

    init(_ repository: RepositorySettings) {
        self.repository = repository
        authenticator = Authenticator(repository.email)
    }

    func decide(
        _ document: MessageDocument, _ size: Size, _ lookups: IntakeLookups
    ) async throws -> IntakeDecision {
        switch authenticator.verdict(on: document) {
        case .refused(let refusal): .refused(refusal)
        case .accepted(let mail): try await decideOnce(mail, size, lookups)
        }
    }

    /// A copy of what was declined may still ask for something: the other may have been meant for another model.
    private func decideOnce(
        _ mail: AuthenticatedMail, _ size: Size, _ lookups: IntakeLookups
    ) async throws -> IntakeDecision {
        let twin = try await lookups.twin(mail.sender)
        if let twin, twin.isAccepted { return .repeated(mail, of: twin.id) }
        let decision = try await decide(mail, size, lookups)
        if case .declined = decision, let twin { return .repeated(mail, of: twin.id) }
        return decision
    }

    private func decide(
        _ mail: AuthenticatedMail, _ size: Size, _ lookups: IntakeLookups
    ) async throws -> IntakeDecision {
        if size.isTruncated {
            let limit = repository.email.maximumMessageBytes
            return .declined(mail, .tooLarge(bytes: size.bytes, limitBytes: limit))
        }
        if let conversation = try await conversation(for: mail, lookups) {
            if StopWord.isAll(of: mail.document.text, from: mail.document.from.first?.name) {
                return .stop(mail, conversation)
            }
            return mail.hasRequest(startingConversation: false)
                ? .run(mail, .existing(conversation)) : .declined(mail, .empty)
        }
        let wanted = DeliveredAddress(of: mail.document, own: repository.email.account.from.address)?.detail
        let model = repository.models.first { $0.lowercased() == wanted }
        if let wanted, model == nil { return .declined(mail, .unknownModel(wanted)) }
        guard mail.hasRequest(startingConversation: true) else { return .declined(mail, .empty) }
        let new = NewConversation(
            subject: mail.document.subject, model: model ?? repository.model, effort: repository.effort)
        return .run(mail, .new(new))
    }

    /// The conversation a mail continues, which only those who take part in it can: a stranger who learned its id begins a
    /// new one.
    private func conversation(
        for mail: AuthenticatedMail, _ lookups: IntakeLookups
    ) async throws -> ConversationID? {
        let references = ThreadReferences(of: mail.document)
        if let found = try await lookups.thread(references.messageIDs, repository.id), found.isOpen(to: mail.sender) {
            return found.id
        }
        for id in references.conversations {
            if let found = try await lookups.conversation(id), found.repository ?? repository.id == repository.id,
                found.isOpen(to: mail.sender)
            {
                return found.id
            }
        }
        return nil
    }
}

extension AuthenticatedMail {
    /// A new conversation may say everything in its subject; a reply's subject says nothing new.
    fileprivate func hasRequest(startingConversation isNew: Bool) -> Bool {
        if !document.attachments.isEmpty { return true }
        let words = isNew ? document.subject + document.text : document.text
        return words.contains { !$0.isWhitespace }
    }
}
