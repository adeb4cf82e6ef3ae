import AirutModel
import AirutTestMail

/// Counts the mailboxes that are being watched, at the mail server.
final class IdleCounter: Sendable {
    private let count = Locked(0)

    var value: Int { count.withLock(\.self) }

    func see(_ line: TestMailLine) {
        if line.verb == "IDLE" { count.withLock { $0 += 1 } }
    }

    func reset() { count.withLock { $0 = 0 } }
}
