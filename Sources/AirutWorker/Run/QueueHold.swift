import AirutModel

/// Keeps a queue from beginning anything new. What is underway goes on.
final class QueueHold: Sendable {
    private let state = Locked(false)

    var isOn: Bool { state.withLock(\.self) }

    /// - Returns: whether that is a change.
    func set(_ isOn: Bool) -> Bool {
        state.withLock { state in
            defer { state = isOn }
            return state != isOn
        }
    }
}
