import AirutAgent
import AirutStore

/// What a run left in its conversation's folders, to be published.
struct Work: Sendable {
    let run: Run
    let directory: ConversationDirectory
    /// What the agent said of it.
    let summary: String?
    /// The agent came to its end by itself, and with success.
    let isFinished: Bool
    /// An earlier server pushed it already, and was killed before it was answered.
    var isPushed = false
}

extension AgentRun {
    var work: Work {
        Work(
            run: prepared.run, directory: prepared.directory, summary: result.replyText, isFinished: failure == nil)
    }
}
