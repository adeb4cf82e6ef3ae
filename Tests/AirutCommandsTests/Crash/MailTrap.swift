import AirutModel
import AirutTestMail
import Foundation

/// Sees every line that clients say to the mail server, and stops the server in the middle of a conversation when told to.
final class MailTrap: Sendable {
    private struct State {
        var server: pid_t = 0
        var trigger: (@Sendable (TestMailLine) -> Bool)?
        var isSprung = false
        /// Mails that the present server began to submit, by its address.
        var submissions: [String: Int] = [:]
    }

    private let state = Locked(State())

    /// To be called with each line before it takes effect.
    func see(_ line: TestMailLine) {
        state.withLock { state in
            if line.service == .smtp, line.verb == "MAIL", let address = Self.sender(line.text) {
                state.submissions[address, default: 0] += 1
            }
            guard state.server > 0, let trigger = state.trigger, trigger(line) else { return }
            kill(state.server, SIGSTOP)
            state.trigger = nil
            state.isSprung = true
        }
    }

    func watch(_ server: pid_t) {
        state.withLock { $0 = State(server: server) }
    }

    func arm(_ trigger: @escaping @Sendable (TestMailLine) -> Bool) {
        state.withLock { state in
            state.trigger = trigger
            state.isSprung = false
        }
    }

    func disarm() { state.withLock { $0.trigger = nil } }

    var isSprung: Bool { state.withLock { $0.isSprung } }

    func submissions(from address: EmailAddress) -> Int {
        state.withLock { $0.submissions[address.description.lowercased()] ?? 0 }
    }

    private static func sender(_ line: String) -> String? {
        guard let open = line.firstIndex(of: "<"), let close = line.firstIndex(of: ">"), open < close else {
            return nil
        }
        return line[line.index(after: open)..<close].lowercased()
    }
}
