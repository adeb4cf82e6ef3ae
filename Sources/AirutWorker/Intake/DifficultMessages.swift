import AirutMail

/// Messages that could not be taken from the mailbox: the others go first, so that one that breaks the connection each
/// time holds up nobody, and after a few failures it is tried more and more rarely. It is never given up.
struct DifficultMessages {
    private static let mostAttempts = 3

    private struct Attempts {
        var count = 0
        var last: ContinuousClock.Instant
        var isOversized = false
        /// It is stored, or others were since it failed.
        var isAlone = false
        var reason: String?
    }

    /// How long a message rests at most between two attempts.
    private let longestRest: Duration
    /// Attempts that did not end well, or have not ended.
    private var attempts: [MailboxMessage: Attempts] = [:]
    /// Messages that somebody else marked as deleted.
    private var foreign: Set<MailboxMessage> = []

    init(longestRest: Duration = .seconds(3600)) { self.longestRest = longestRest }

    /// What is wrong, as a sentence; `nil` when no message is known that cannot be taken.
    var sentence: String? {
        let reasons = attempts.values.filter { $0.reason != nil }.sorted { $0.last > $1.last }
        guard let last = reasons.first?.reason else { return nil }
        let what = reasons.count == 1 ? "1 message" : "\(reasons.count) messages"
        return "\(what) cannot be taken from the mailbox: \(last)"
    }

    /// Whether no mail is taken at all, as far as anybody knows: a message failed, and none was stored since.
    var holdsUpAll: Bool { attempts.values.contains { $0.reason != nil && !$0.isAlone } }

    /// Whether the message failed before.
    func contains(_ message: MailboxMessage) -> Bool { attempts[message] != nil }

    /// Those that are worth an attempt now; the fewer attempts, the earlier.
    func due(_ messages: [MailboxMessage], at now: ContinuousClock.Instant = .now) -> [MailboxMessage] {
        let due = messages.filter { message in
            attempts[message].map { now - $0.last >= rest(after: $0.count) } ?? true
        }
        return due.sorted { (attempts[$0]?.count ?? 0, $0.uid) < (attempts[$1]?.count ?? 0, $1.uid) }
    }

    /// After a few attempts a twelfth of the longest rest, and then twice as long each time.
    private func rest(after attempts: Int) -> Duration {
        guard attempts >= Self.mostAttempts else { return .zero }
        return min(longestRest / 12 * (1 << min(attempts - Self.mostAttempts, 4)), longestRest)
    }

    mutating func begin(_ messages: [MailboxMessage], at now: ContinuousClock.Instant = .now) {
        for message in messages {
            var attempt = attempts[message] ?? Attempts(last: now)
            attempt.count += 1
            attempt.last = now
            attempts[message] = attempt
        }
    }

    mutating func end(_ messages: [MailboxMessage]) { for message in messages { attempts[message] = nil } }

    /// Forgets those that are not in the mailbox any more.
    mutating func keep(_ present: Set<MailboxMessage>) {
        attempts = attempts.filter { present.contains($0.key) }
        foreign.formIntersection(present)
    }

    /// - Returns: whether that was not known.
    mutating func noteForeign(_ message: MailboxMessage) -> Bool { foreign.insert(message).inserted }

    /// Notes that it turned out to be ours: the next connection, which does not know that, asks again.
    mutating func noteOwn(_ message: MailboxMessage) { foreign.remove(message) }

    /// Notes why a message under attempt could not be taken.
    mutating func note(_ reason: String, about message: MailboxMessage) { attempts[message]?.reason = reason }

    /// Notes messages under attempt that are stored: from now on only their removal can fail.
    mutating func noteStored(_ messages: [MailboxMessage]) {
        for message in messages { attempts[message]?.isAlone = true }
    }

    /// Notes that mail was taken: what fails from now on is difficult alone. What failed while the server gave none at all is
    /// tried anew without a rest.
    mutating func noteNew() {
        for (message, attempt) in attempts where !attempt.isAlone {
            attempts[message]?.isAlone = true
            if attempt.reason != nil { attempts[message]?.count = 0 }
        }
    }

    /// How often the message was tried in vain.
    func count(_ message: MailboxMessage) -> Int { attempts[message]?.count ?? 0 }

    /// Notes that a message under attempt is larger than the server says.
    mutating func noteOversized(_ message: MailboxMessage) { attempts[message]?.isOversized = true }

    func isOversized(_ message: MailboxMessage) -> Bool { attempts[message]?.isOversized ?? false }
}
