import AirutMail
import AirutModel
import AirutPolicy
import AirutStore

extension MailWriter.Occasion {
    /// Every proven sender of the run's messages gets the mail, which names all of them.
    init(_ run: Run) {
        var recipients: [EmailAddress] = []
        for sender in run.messages.compactMap({ $0.sender.flatMap(EmailAddress.init) })
        where !recipients.contains(sender) { recipients.append(sender) }
        self.init(
            recipients: recipients, subject: run.conversation.subject, conversation: run.conversation.id,
            // A document that no longer decodes costs the thread a reference, not the sender the answer.
            documents: run.messages.map { (try? $0.read()) ?? MessageDocument(messageID: $0.messageID?.description) })
    }
}
