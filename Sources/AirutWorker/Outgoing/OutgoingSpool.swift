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
    let clock: WallClock
    let logger: Logger
    let loop: Loop

    /// Connections at a time: one mail that the server is slow about does not hold up the others, and no more than so
    /// many are in memory.
    private static let width = 4
    private static let pauseAfterFailure: Duration = .seconds(15)

    /// Ends, with its last mail, after the loop was finished and what was due has been tried; at once when cancelled.
    func run() async {
        let underway = Underway()
        await withDiscardingTaskGroup { group in
            await loop.run(drains: true) {
                for mail in try await due(except: underway.ids) {
                    underway.insert(mail.id)
                    group.addTask {
                        await attempt(mail)
                        underway.remove(mail.id)
                        loop.wakeup.signal()
                    }
                }
                return try await store.nextDelivery(repository.id, after: clock.now)
            }
        }
        while !Task.isCancelled, let mails = try? await due(except: []), !mails.isEmpty {
            await withDiscardingTaskGroup { group in
                for mail in mails { group.addTask { await attempt(mail) } }
            }
        }
    }

    private func due(except underway: Set<OutgoingRecord.ID>) async throws -> [OutgoingRecord] {
        guard underway.count < Self.width else { return [] }
        return try await store.dueOutgoing(
            repository.id, at: clock.now, excluding: underway, limit: Self.width - underway.count)
    }

    /// Whatever goes wrong, the mail stays in the store.
    private func attempt(_ mail: OutgoingRecord) async {
        do {
            try await deliver(mail)
        } catch is CancellationError {
        } catch {
            logger.error("cannot send a mail", metadata: ["mail": "\(mail.id)", "reason": "\(error)"])
            try? await Task.sleep(for: Self.pauseAfterFailure)
        }
    }

    private func deliver(_ mail: OutgoingRecord) async throws {
        let decision: DeliveryDecision
        do {
            let receipt = try await client.submit(
                mail.mail.raw, from: repository.email.account.from.address, to: mail.recipientsToTry)
            decision = .after(receipt, for: mail)
            logger.info(
                "sent", metadata: ["mail": "\(mail.id)", "kind": "\(mail.mail.kind)", "answer": "\(receipt.answer)"])
        } catch let error as MailServerError {
            decision = .after(error, for: mail)
        }
        switch decision {
        case .lighten:
            logger.warning(
                "a reply is too large for the mail server; sending it without files", metadata: ["mail": "\(mail.id)"])
            try await store.lighten(mail.id)
        case .record(let progress):
            tell(progress, about: mail)
            // Until the disk takes it: sending the same mail again and again would be worse than waiting here.
            await Persistence(logger: logger).retry { try await store.record(progress, of: mail.id, at: clock.now) }
            if progress.state == .sent { await emptyOutbox(of: mail) }
        }
    }

    private func tell(_ progress: DeliveryProgress, about mail: OutgoingRecord) {
        guard let error = progress.error else { return }
        var metadata: Logger.Metadata = [
            "mail": "\(mail.id)", "reason": "\(error)",
            "recipients": "\(progress.openRecipients.map(\.description).joined(separator: " "))",
        ]
        for refusal in progress.refusals {
            logger.error(
                "a recipient was refused", metadata: ["mail": "\(mail.id)", "reason": "\(refusal)"])
        }
        if progress.state == .undeliverable, mail.state != .undeliverable {
            metadata["again"] = "airut retry-mail \(mail.id)"
            logger.error("a mail is undeliverable", metadata: metadata)
        } else {
            logger.warning("a mail could not be sent yet", metadata: metadata)
        }
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

/// Mails that are being sent.
private final class Underway: Sendable {
    private let state = Locked<Set<OutgoingRecord.ID>>([])

    var ids: Set<OutgoingRecord.ID> { state.withLock(\.self) }
    func insert(_ id: OutgoingRecord.ID) { state.withLock { _ = $0.insert(id) } }
    func remove(_ id: OutgoingRecord.ID) { state.withLock { _ = $0.remove(id) } }
}
