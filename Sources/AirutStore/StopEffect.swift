public import AirutModel

/// What a wish to stop found in a conversation.
public struct StopEffect: Sendable {
    /// What was waiting and had not begun; it will not run.
    public let withdrawn: Run?
    /// What had begun and waited to go on; its work so far is yet to be reported.
    public let ended: Run?
    /// What runs, and whether it could still be ended.
    public let running: (task: TaskID, isEnding: Bool)?

    /// There was nothing to stop.
    public var isEmpty: Bool { withdrawn == nil && ended == nil && running == nil }
}
