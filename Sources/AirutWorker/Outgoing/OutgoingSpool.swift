import AirutConfig
import AirutMail
import AirutModel
import AirutSandbox
import AirutStore
import FoundationEssentials
import Logging

/// Sends what was composed, in order within each conversation, until the server takes it.
///
/// A mail is marked as sent only after the server's answer; killed in between, the same bytes with the same Message-ID
/// go out once more, which mail programs show once.
struct OutgoingSpool: Sendable {
    let repository: RepositorySettings
    let store: Store
    let client: SMTPClient
    let sandbox: Sandbox
    let logger: Logger

    private static let firstDelay: Duration = .seconds(120)
    private static let longestDelay: Duration = .seconds(7200)

    /// Sends what is due; a mail that fails waits by itself.
    func pass() async throws -> Date? {
        while true {
            let due = try await store.dueOutgoing(repository.id)
            if due.isEmpty { return try await store.nextDelivery(repository.id) }
            for outgoing in due { try await deliver(outgoing) }
        }
    }

    private func deliver(_ outgoing: OutgoingRecord) async throws {
        let receipt: SMTPReceipt
        do {
            receipt = try await client.submit(
                outgoing.mail.raw, from: repository.email.account.from.address, to: outgoing.mail.recipients)
        } catch let error as MailServerError {
            return try await keep(outgoing, error)
        }
        // Until the disk takes it: sending the same mail again and again would be worse than waiting here.
        await Persistence(logger: logger).retry { try await store.markSent(outgoing.id) }
        logger.info(
            "sent",
            metadata: ["mail": "\(outgoing.id)", "kind": "\(outgoing.mail.kind)", "answer": "\(receipt.answer)"])
        for refused in receipt.refused {
            logger.warning("a recipient was refused", metadata: ["mail": "\(outgoing.id)", "reason": "\(refused)"])
        }
        await emptyOutbox(of: outgoing)
    }

    /// Only the server's final word on this very mail ends its delivery. Anything about the connection, its encryption
    /// or the login is somebody's to mend, and the mail waits for that.
    private func keep(_ outgoing: OutgoingRecord, _ error: MailServerError) async throws {
        let metadata: Logger.Metadata = ["mail": "\(outgoing.id)", "reason": "\(error)"]
        if error.kind == .tooLarge, outgoing.mail.light != nil {
            logger.warning("a reply is too large for the mail server; sending it without files", metadata: metadata)
            return try await store.lighten(outgoing.id)
        }
        let isFinal = error.kind == .refused && (500..<600).contains(error.replyCode ?? 0)
        if isFinal || error.kind == .tooLarge {
            logger.error("a mail is undeliverable", metadata: metadata)
            return try await store.markUndeliverable(outgoing.id, error: "\(error)")
        }
        var backOff = BackOff(from: Self.firstDelay, to: Self.longestDelay, afterFailures: outgoing.attempts)
        logger.warning("a mail could not be sent yet", metadata: metadata)
        try await store.markFailed(
            outgoing.id, error: "\(error)", nextAttemptAt: Date(timeIntervalSinceNow: backOff.delay() / .seconds(1)))
    }

    private func emptyOutbox(of outgoing: OutgoingRecord) async {
        guard let directory = outgoing.mail.outboxDirectory else { return }
        do {
            try await sandbox.removeTree(directory)
        } catch {
            logger.error("an outbox cannot be emptied", metadata: ["mail": "\(outgoing.id)", "reason": "\(error)"])
        }
    }
}
