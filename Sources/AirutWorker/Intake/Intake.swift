import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import AirutStore
import FoundationEssentials
import Logging

/// Has ``IntakeRules`` decide about each stored message, and carries that out.
///
/// One message at a time and in order, so that a follow-up finds the conversation its predecessor began.
struct Intake: Sendable {
    let repository: RepositorySettings
    let store: Store
    let reader: ReaderChild
    let rules: IntakeRules
    let writer: MailWriter
    let running: RunningTasks
    let queued: Wakeup
    let composed: Wakeup
    let logger: Logger

    /// A message over which the reader ended so often is set aside.
    private static let mostReaderCrashes = 2
    /// So many servers may end, one after the other, while they decide about a message: most are killed for reasons of
    /// their own.
    private static let mostServerDeaths = 10

    /// Everything that is stored and undecided. A message that cannot be read yet holds up nobody else.
    func pass() async throws -> Date? {
        var retry: Date?
        for message in try await store.messages(repository.id, state: .received) {
            guard try await store.beginAttempt(message.id) <= Self.mostServerDeaths else {
                let reason = "the server ended \(Self.mostServerDeaths) times while it decided about the message"
                try await setAside(message, reason: reason)
                continue
            }
            do {
                try await decide(message)
            } catch let error as ReaderCrash {
                if try await isToBeRetried(message, after: error) { retry = writer.clock.now.addingTimeInterval(1) }
            } catch {
                _ = try? await store.endAttempt(message.id)
                throw error
            }
        }
        return retry
    }

    /// - Returns: `false` when it was set aside.
    private func isToBeRetried(_ message: MessageRecord, after error: ReaderCrash) async throws -> Bool {
        guard try await store.endAttempt(message.id, readerCrashed: true) < Self.mostReaderCrashes else {
            try await setAside(message, reason: "\(error)")
            return false
        }
        logger.error(
            "a message could not be read; trying once more",
            metadata: ["message": "\(message.id)", "reason": "\(error)"])
        return true
    }

    private func setAside(_ message: MessageRecord, reason: String) async throws {
        logger.error("a message was set aside", metadata: ["message": "\(message.id)", "reason": "\(reason)"])
        try await store.quarantine(message.id, reason: reason)
    }

    private func decide(_ message: MessageRecord) async throws {
        guard let document = try await parse(message) else { return }
        let size = IntakeRules.Size(bytes: message.byteCount, isTruncated: message.isTruncated)
        switch try await rules.decide(document, size, IntakeLookups(store: store, message: message)) {
        case .run(let mail, let target): try await enqueue(message, mail, target)
        case .stop(let mail, let conversation): try await stop(conversation, message, mail)
        case .declined(let mail, let reason): try await answer(message, mail, reason)
        case .repeated(let mail, let twin):
            try await refuse(message, IntakeDecision.repetition(of: twin), document: mail.document)
        case .refused(let refusal):
            try await refuse(message, refusal.description, document: document)
        }
    }

    /// Stage 2: raw bytes to a document.
    private func parse(_ message: MessageRecord) async throws -> MessageDocument? {
        guard let raw = try await store.rawMessage(message.id) else {
            try await store.refuse(message.id, reason: "Its bytes are gone from the store.")
            return nil
        }
        return try await reader.read(raw)
    }

    private func enqueue(
        _ message: MessageRecord, _ mail: AuthenticatedMail, _ target: ConversationTarget
    ) async throws {
        let request = try AcceptedRequest(mail)
        let acknowledgement = target.new.map { conversation in
            let letter = Letter.acknowledgement(repository: repository.id, model: conversation.model)
            return writer.mail(letter, kind: .acknowledgement, for: occasion(of: mail, conversation.id))
        }
        let task = try await store.enqueue(message.id, as: request, into: target, acknowledgement: acknowledgement)
        logger.info(
            "accepted",
            metadata: [
                "message": "\(message.id)", "sender": "\(mail.sender)", "conversation": "\(target.id)",
                "task": "\(task)", "why": "\(mail.acceptance)",
            ])
        queued.signal()
        composed.signal()
    }

    /// Refuses a proven sender's message with a mail that says why.
    private func answer(_ message: MessageRecord, _ mail: AuthenticatedMail, _ reason: DeclineReason) async throws {
        let reply = writer.mail(reason.letter(for: repository), kind: .refusal, for: occasion(of: mail, nil))
        try await refuse(message, reason.sentence, document: mail.document, proven: mail, reply: reply)
        composed.signal()
    }

    private func occasion(of mail: AuthenticatedMail, _ conversation: ConversationID?) -> MailWriter.Occasion {
        MailWriter.Occasion(
            recipients: [mail.sender], subject: mail.document.subject, conversation: conversation,
            documents: [mail.document])
    }

    private func refuse(
        _ message: MessageRecord, _ reason: String, document: MessageDocument, proven mail: AuthenticatedMail? = nil,
        reply: NewOutgoing? = nil
    ) async throws {
        let sender = mail?.sender.description ?? document.from.first?.address
        try await store.refuse(
            message.id, reason: reason, sender: sender, subject: document.subject, acceptance: mail?.acceptance,
            reply: reply)
        logger.notice(
            "refused", metadata: ["message": "\(message.id)", "sender": "\(sender ?? "-")", "why": "\(reason)"])
    }
}

extension AcceptedRequest {
    init(_ mail: AuthenticatedMail) throws {
        self.init(
            sender: mail.sender, subject: mail.document.subject, acceptance: mail.acceptance,
            document: try JSONEncoder().encode(mail.document))
    }
}
