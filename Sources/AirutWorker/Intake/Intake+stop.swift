import AirutMail
import AirutModel
import AirutPolicy
import AirutStore
import FoundationEssentials
import Logging

extension Intake {
    /// A mail that asks to stop: done at once and answered, and never itself a task.
    func stop(_ conversation: ConversationID, _ message: MessageRecord, _ mail: AuthenticatedMail) async throws {
        let sender = mail.sender
        let effect = try await store.stop(
            conversation, for: message.id, as: AcceptedRequest(mail),
            end: { [running] in running.stop($0, by: .participant(sender)) },
            makeReply: { [writer] in writer.mail($0.letter, kind: .reply, for: .init($0, mail, conversation)) })
        logger.info(
            "asked to stop",
            metadata: [
                "message": "\(message.id)", "sender": "\(sender)", "conversation": "\(conversation)",
                "ended": "\((effect.running?.task ?? effect.ended?.task.id)?.description ?? "-")",
                "withdrawn": "\(effect.withdrawn?.task.id.description ?? "-")",
            ])
        queued.signal()
        composed.signal()
    }
}

extension StopEffect {
    fileprivate var letter: Letter {
        .stopped(
            isEnding: running?.isEnding == true || ended != nil, isTooLate: running?.isEnding == false,
            withdrawn: withdrawn?.task.id)
    }
}

extension MailWriter.Occasion {
    /// Who asked, and whose messages will not be run now.
    fileprivate init(_ effect: StopEffect, _ mail: AuthenticatedMail, _ conversation: ConversationID) {
        let others = effect.withdrawn.map { MailWriter.Occasion($0) }
        self.init(
            recipients: [mail.sender] + (others?.recipients ?? []).filter { $0 != mail.sender },
            subject: mail.document.subject, conversation: conversation,
            documents: (others?.documents ?? []) + [mail.document])
    }
}
