import AirutMail
import AirutModel
import AirutStore

/// What is to become of a mail after an attempt to send it.
enum DeliveryDecision: Hashable {
    case record(DeliveryProgress)
    /// Send its light version, at once.
    case lighten

    static let firstDelay: Duration = .seconds(120)
    static let longestDelay: Duration = .seconds(7200)
    /// Having waited so long between attempts, a mail is shown to the operator and holds up no other any more.
    static let patience: Duration = .seconds(5 * 86_400)

    /// The server took the mail for some of those it was offered for, or all.
    static func after(_ receipt: SMTPReceipt, for mail: OutgoingRecord) -> Self {
        let refused = Set(receipt.refused.map(\.address))
        let delivered = Set(mail.recipientsToTry).subtracting(refused)
        let open = mail.openRecipients.filter { !delivered.contains($0) }
        let refusals = receipt.refused.filter { !$0.retryMayHelp }
            .map { RecipientRefusal(recipient: $0.address, reason: $0.reason) }
        guard let last = receipt.refused.last(where: \.retryMayHelp) else {
            guard let error = (mail.refusals + refusals).last?.reason else { return .record(.sent) }
            return .record(DeliveryProgress(.undeliverable, openRecipients: open, refusals: refusals, error: error))
        }
        return tryLater(mail, open: open, refusals, error: last.description, concernsMessage: true)
    }

    /// Nobody got it. Only the server's final word on this very mail ends its delivery: anything about the connection, its
    /// encryption or the login is somebody's to mend, and the mail waits for that.
    static func after(_ error: MailServerError, for mail: OutgoingRecord) -> Self {
        if error.kind == .tooLarge, mail.mail.light != nil { return .lighten }
        let isFinal = error.kind == .refused && (500..<600).contains(error.replyCode ?? 0)
        guard isFinal || error.kind == .tooLarge else {
            return tryLater(
                mail, open: mail.openRecipients, [], error: error.description, concernsMessage: error.concernsMessage)
        }
        return .record(
            DeliveryProgress(.undeliverable, openRecipients: mail.openRecipients, error: error.description))
    }

    /// After too long only a server that cannot be used at all is asked on: that says nothing about the mail, and it must
    /// go out when the server is back.
    private static func tryLater(
        _ mail: OutgoingRecord, open: [EmailAddress], _ refusals: [RecipientRefusal], error: String,
        concernsMessage: Bool
    ) -> Self {
        var backOff = BackOff(from: firstDelay, to: longestDelay, afterFailures: mail.attempts)
        let isOverdue = mail.waited >= patience
        return .record(
            DeliveryProgress(
                isOverdue ? .undeliverable : .pending, openRecipients: open, refusals: refusals, error: error,
                delay: isOverdue && concernsMessage ? nil : backOff.delay()))
    }
}
