import AirutModel
import AirutStore

/// What is new to the agent of a run.
///
/// With its session it has heard of what is recorded so and of what it answered, without one only of runs that brought an answer. What arrived
/// for a run that is yet to come is left to it.
struct Unseen {
    /// This run's messages, and those of runs before it, oldest first.
    let messages: [MessageRecord]
    /// Set when there is no session: the answer it should remember.
    let lastAnswer: TaskRecord?
    /// Tasks that somebody ended.
    let stopped: Set<TaskID>

    init(by run: Run, in store: Store) async throws {
        let hasSession = run.conversation.sessionID != nil
        let ended = try await store.tasks(of: run.conversation.id).filter { $0.endedAt != nil }
        let last = hasSession ? nil : ended.lastIndex { $0.outcome == TaskResult.success }
        let unanswered = ended.suffix(from: last.map { $0 + 1 } ?? 0).filter { $0.outcome != TaskResult.success }
        let untold = Set(unanswered.map(\.id) + [run.task.id])
        messages = try await store.messages(in: run.conversation.id).filter { message in
            guard let task = message.task, message.document != nil, untold.contains(task) else { return false }
            return !hasSession || !message.isHeard
        }
        lastAnswer = last.map { ended[$0] }
        stopped = Set(ended.filter { $0.stoppedBy != nil }.map(\.id))
    }
}
