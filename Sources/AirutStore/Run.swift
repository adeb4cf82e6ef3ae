/// A task with everything it works on, as of one instant.
public struct Run: Sendable, Hashable {
    public let task: TaskRecord
    public let conversation: ConversationRecord
    /// What it answers, oldest first; never empty.
    public let messages: [MessageRecord]

    /// The same run with its conversation as it is now.
    public func updated(_ conversation: ConversationRecord) -> Run {
        Run(task: task, conversation: conversation, messages: messages)
    }
}
