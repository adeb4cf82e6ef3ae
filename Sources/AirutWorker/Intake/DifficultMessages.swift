import AirutMail

/// Messages that could not be taken from the mailbox: the others go first, so that one that breaks the connection each
/// time holds up nobody, and after a few failures it is tried once an hour only. It is never given up.
struct DifficultMessages {
    private static let mostAttempts = 3
    private static let pause: Duration = .seconds(3600)

    /// Attempts that did not end well, or have not ended, and when the last one began.
    private var attempts: [MailboxMessage: (count: Int, last: ContinuousClock.Instant)] = [:]

    /// Those that are worth an attempt now, the easy ones first; the order is kept otherwise.
    mutating func ordered(
        _ messages: [MailboxMessage], at now: ContinuousClock.Instant = .now
    ) -> [MailboxMessage] {
        let present = Set(messages)
        attempts = attempts.filter { present.contains($0.key) }
        let easy = messages.filter { attempts[$0] == nil }
        let difficult = messages.filter { message in
            attempts[message].map { $0.count < Self.mostAttempts || now - $0.last > Self.pause } ?? false
        }
        return easy + difficult
    }

    mutating func begin(_ message: MailboxMessage, at now: ContinuousClock.Instant = .now) {
        attempts[message] = ((attempts[message]?.count ?? 0) + 1, now)
    }

    mutating func end(_ message: MailboxMessage) { attempts[message] = nil }
}
