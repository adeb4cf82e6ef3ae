import AirutMail
import AirutModel
import FoundationEssentials

/// What a watcher says about its mailbox, for any reader at any time.
///
/// That it watches is believed only as long as the server is heard of: a watcher that hangs cannot say so itself.
final class InboxHealthRecord: Sendable {
    private struct Value {
        var health: InboxHealth
        /// Of the connection that is watched.
        var sign: LifeSign?
    }

    /// How long a watched server may be silent.
    private let longestSilence: Duration
    private let value: Locked<Value>

    init(longestSilence: Duration, at now: Date = Date()) {
        self.longestSilence = longestSilence
        value = Locked(Value(health: InboxHealth(state: .connecting, since: now)))
    }

    var present: InboxHealth {
        let value = value.withLock { $0 }
        guard value.health.state == .watching, let silence = value.sign?.age, silence > longestSilence else {
            return value.health
        }
        let seconds = silence.components.seconds
        return InboxHealth(
            state: .failing, since: Date(timeIntervalSinceNow: -Double(seconds)),
            reason: "nothing was heard from the mail server for \(seconds) seconds")
    }

    func connect(at now: Date = Date()) { turn(.connecting, nil, nil, now) }

    /// - Parameter sign: the connection's.
    func watch(_ sign: LifeSign, trouble: String? = nil, at now: Date = Date()) { turn(.watching, trouble, sign, now) }

    func fail(_ reason: String, at now: Date = Date()) { turn(.failing, reason, nil, now) }

    private func turn(_ state: InboxHealth.State, _ reason: String?, _ sign: LifeSign?, _ now: Date) {
        value.withLock { value in
            let since = value.health.state == state ? value.health.since : now
            value = Value(health: InboxHealth(state: state, since: since, reason: reason), sign: sign)
        }
    }
}
