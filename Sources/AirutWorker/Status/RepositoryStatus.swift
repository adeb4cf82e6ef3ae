public import AirutModel
public import AirutStore
public import FoundationEssentials

/// How a repository is doing, for people who look after the server.
public struct RepositoryStatus: Codable, Sendable, Hashable {
    public struct Work: Codable, Sendable, Hashable {
        public enum State: String, Codable, Sendable, Hashable { case queued, preparing, running }

        public let task: TaskID
        public let conversation: ConversationID
        public let state: State
        /// Since when it is in that state.
        public let since: Date
        /// Queued: not before then.
        public let heldUntil: Date?
        /// Why it waits, if it failed before.
        public let detail: String?
    }

    public struct Quarantined: Codable, Sendable, Hashable {
        public let message: MessageRecord.ID
        public let receivedAt: Date
        public let reason: String?
    }

    public let repository: RepositoryID
    public let inbox: InboxHealth
    /// Why the worker had to be started again, while it is waiting for that.
    public let failure: String?
    /// Queued and running, in the queue's order.
    public let work: [Work]
    /// Messages that nobody has decided about yet.
    public let undecidedMessages: Int
    public let pendingMails: Int
    /// Pending mails that failed before.
    public let delayedMails: [UndeliveredMail]
    public let undeliverableMails: [UndeliveredMail]
    public let quarantinedMessages: [Quarantined]
    /// What needs somebody's attention, each a sentence.
    public let problems: [String]
}

extension RepositoryStatus {
    init(
        _ repository: RepositoryID, _ overview: Overview, inbox: InboxHealth, failure: String?, isRemoved: Bool,
        at now: Date
    ) {
        self.repository = repository
        self.inbox = inbox
        self.failure = failure
        work = overview.tasks.map(Work.init)
        undecidedMessages = overview.undecided
        pendingMails = overview.pending
        delayedMails = overview.delayed
        undeliverableMails = overview.undeliverable
        quarantinedMessages = overview.quarantined.map {
            Quarantined(message: $0.id, receivedAt: $0.receivedAt, reason: $0.reason)
        }
        problems = Self.problems(overview, isRemoved ? nil : inbox, failure, now)
    }

    /// A mail that waits so long has failed several times.
    private static let tolerance: TimeInterval = 3600

    private static func problems(
        _ overview: Overview, _ inbox: InboxHealth?, _ failure: String?, _ now: Date
    ) -> [String] {
        var problems: [String] = []
        if let failure { problems.append("The worker fails and is started again: \(failure)") }
        if let inbox, inbox.state == .failing {
            problems.append("No mail is taken from the mailbox: \(inbox.reason ?? "the reason is not known")")
        } else if let reason = inbox?.reason {
            problems.append("Mail stays in the mailbox: \(reason)")
        }
        let late = overview.delayed.filter { now.timeIntervalSince($0.createdAt) > tolerance }
        if let first = late.first {
            problems.append(
                "\(late.count) of our mails wait to be sent; the first is mail \(first.id): "
                    + first.reasons.joined(separator: "; "))
        }
        for mail in overview.undeliverable {
            problems.append(
                "Mail \(mail.id) has not reached \(mail.recipients.map(\.description).joined(separator: ", ")): "
                    + mail.reasons.joined(separator: "; "))
        }
        for message in overview.quarantined {
            problems.append("Message \(message.id) could not be dealt with and was set aside: \(message.reason ?? "-")")
        }
        return problems
    }
}

extension RepositoryStatus.Work {
    fileprivate init(_ task: TaskRecord) {
        let isQueued = task.state == .queued
        self.init(
            task: task.id, conversation: task.conversation,
            state: isQueued ? .queued : task.startedAt == nil ? .preparing : .running,
            since: (isQueued ? nil : task.startedAt ?? task.claimedAt) ?? task.createdAt, heldUntil: task.notBefore,
            detail: task.detail)
    }
}

extension RepositoryWorker {
    /// - Parameters:
    ///   - failure: why the worker is not running, as its keeper knows.
    ///   - isRemoved: the configuration does not have the repository any more: nobody need watch its mailbox.
    public func status(failure: String?, isRemoved: Bool = false) async throws -> RepositoryStatus {
        RepositoryStatus(
            repository, try await store.overview(repository), inbox: health, failure: failure, isRemoved: isRemoved,
            at: spool.clock.now)
    }

    /// There may be mail to send that this worker did not compose.
    public func sendMail() { loops.outgoing.wakeup.signal() }
}
