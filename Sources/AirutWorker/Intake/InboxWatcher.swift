import AirutConfig
import AirutMail
import AirutModel
import AirutStore
import Logging

/// Takes every message out of the repository's mailbox: stored durably first, removed from the server only then.
///
/// Connects anew for ever, and says so once for each new reason.
struct InboxWatcher: Sendable {
    let repository: RepositorySettings
    let account: IMAPAccount
    let store: Store
    let disk: DiskReserve
    let times: InboxTimes
    let arrived: Wakeup
    let logger: Logger
    let health: InboxHealthRecord

    init(
        repository: RepositorySettings, account: IMAPAccount, store: Store, disk: DiskReserve, times: InboxTimes,
        arrived: Wakeup, logger: Logger
    ) {
        self.repository = repository
        self.account = account
        self.store = store
        self.disk = disk
        self.times = times
        self.arrived = arrived
        self.logger = logger
        // Something is heard at least with every look through the mailbox, unless a command does not come to its end.
        health = InboxHealthRecord(longestSilence: times.safetyPoll + account.timeout * 2)
    }

    func run() async {
        var backOff = BackOff(from: times.firstRetry, to: times.longestRetry)
        var delay = Duration.zero
        var lastReason = ""
        var difficult = DifficultMessages(longestRest: times.longestRest)
        health.connect()
        while !Task.isCancelled {
            var begin: ContinuousClock.Instant?
            do {
                try await watch(&difficult) {
                    if begin == nil { begin = .now }
                    lastReason = ""
                }
            } catch {
                if Task.isCancelled { break }
                // A connection that lasted longer than the wait before it has paid for it. Not earlier: a server that
                // lets us in and then fails must not be asked again every second.
                if let begin, begin.duration(to: .now) >= delay { backOff.reset() }
                delay = backOff.delay()
                report(error, &lastReason, retryIn: delay)
                try? await Task.sleep(for: delay)
            }
        }
        health.fail("airut is ending")
    }

    private func report(_ error: any Error, _ lastReason: inout String, retryIn delay: Duration) {
        let reason = "\(error)"
        health.fail(reason)
        logger.log(
            level: reason == lastReason ? .debug : .error, "the mailbox cannot be watched; trying again",
            metadata: ["reason": "\(reason)", "in": "\(delay)"])
        lastReason = reason
    }

    /// One connection, until it breaks.
    ///
    /// - Parameter onSuccess: called whenever mail could be taken, or there was none.
    private func watch(_ difficult: inout DifficultMessages, onSuccess: () -> Void) async throws {
        let client = try await IMAPClient.connect(account)
        do {
            _ = try await client.open()
            logger.info("watching the mailbox", metadata: ["server": "\(account.host):\(account.port)"])
            var nextLook = ContinuousClock.now
            var taken: Set<MailboxMessage> = []
            while !Task.isCancelled {
                // News must not put that off: a mailbox that is never quiet is looked through all the same.
                let isComplete = nextLook <= .now
                var pass = InboxPass(
                    watcher: self, client: client, difficult: difficult, taken: taken, isComplete: isComplete)
                defer { (difficult, taken) = (pass.difficult, pass.taken) }
                try await pass.run(onSuccess: onSuccess)
                if isComplete { nextLook = .now + times.safetyPoll }
                _ = try await client.waitForMail(upTo: ContinuousClock.now.duration(to: nextLook))
            }
            await client.logOut()
        } catch {
            await client.close()
            throw error
        }
    }
}
