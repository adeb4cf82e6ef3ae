import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import AirutStore
import FoundationEssentials

/// Turns letters into mails of ours, ready to be recorded: threaded, with a Message-ID that leads back.
struct MailWriter: Sendable {
    let repository: RepositorySettings
    let clock: WallClock

    /// What a mail of ours answers.
    struct Occasion {
        let recipients: [EmailAddress]
        let subject: String
        /// `nil` when no conversation came of it.
        let conversation: ConversationID?
        /// Oldest first.
        let documents: [MessageDocument]
    }

    func mail(
        _ letter: Letter, kind: NewOutgoing.Kind, for occasion: Occasion, attachments: [ReplyAttachment] = [],
        outbox: String? = nil
    ) -> NewOutgoing {
        let messageID = makeMessageID(occasion.conversation)
        var draft = ReplyDraft(
            from: own.address, fromName: own.name ?? "Airut", to: occasion.recipients,
            subject: ReplySubject.text(answering: occasion.subject, conversation: occasion.conversation),
            messageID: messageID, thread: ReplyThread(answering: occasion.documents), date: clock.now, letter: letter,
            attachments: attachments)
        var mail = NewOutgoing(
            messageID: messageID, kind: kind, recipients: occasion.recipients, raw: ReplyComposer.compose(draft),
            outboxDirectory: outbox)
        if !attachments.isEmpty {
            draft.attachments = []
            draft.letter.sections.append(
                "**Note:** The mail server refused this answer with its files, so they were left out. Ask for fewer.")
            mail.light = ReplyComposer.compose(draft)
        }
        return mail
    }

    private var own: Mailbox { repository.email.account.from }

    /// Unguessable, so that only who got a mail of ours can refer to it.
    private func makeMessageID(_ conversation: ConversationID?) -> MessageID {
        let left = "airut.\(conversation?.description ?? "none").\(RandomToken.make(length: 20))"
        // Letters, digits and dots on the left and a valid domain on the right: always a valid identifier.
        return MessageID("\(left)@\(own.address.domain)")!
    }
}
