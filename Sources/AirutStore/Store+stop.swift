public import AirutModel
public import FoundationEssentials
import GRDB

extension Store {
    /// Answers an accepted message that asks to stop what its conversation is doing: what waits ends here, what runs is
    /// marked and ended by `end`. All or nothing, but for `end`, which a full disk does not hold up.
    ///
    /// A run that had begun and waits to go on becomes one that is running by nobody's hand: see ``leftTasks(_:)``.
    ///
    /// - Parameters:
    ///   - end: ends a running task at once; returns whether it could.
    ///   - makeReply: composes the answer to the message, and to those that are withdrawn.
    @discardableResult
    public func stop(
        _ conversation: ConversationID, for message: MessageRecord.ID, as request: AcceptedRequest,
        at now: Date = Date(), end: @escaping @Sendable (TaskID) -> Bool,
        makeReply: @escaping @Sendable (StopEffect) -> NewOutgoing
    ) async throws -> StopEffect {
        try await write("stop conversation \(conversation)", isOutcome: true) { database in
            let repository = try Self.requireReceived(message, database)
            let effect = try Self.stop(conversation, by: .participant(request.sender), now, database, end)
            try database.execute(
                sql: """
                    UPDATE message SET state = 'answered', sender = ?, subject = ?, acceptance = ?, document = ?,
                        conversation = ?, decided_at = ? WHERE id = ?
                    """,
                arguments: [
                    request.sender.column, request.subject, request.acceptance, request.document, conversation.column,
                    now.column, message,
                ])
            let task = effect.withdrawn?.task.id ?? effect.ended?.task.id ?? effect.running?.task
            try Self.insert(
                makeReply(effect), Origin(repository: repository, conversation: conversation, task: task), now, database
            )
            return effect
        }
    }

    /// Ends a waiting task as an operator wants it; what runs is none of its business.
    ///
    /// - Parameter makeReply: tells the senders of a task that had not begun; one that had is reported like every other.
    /// - Returns: `nil` when it is not waiting.
    public func withdraw(
        _ task: TaskID, at now: Date = Date(), makeReply: @escaping @Sendable (Run) -> NewOutgoing
    ) async throws -> StopEffect? {
        try await write("take task \(task) out of the queue", isOutcome: true) { database in
            let run = try Self.run(of: task, database)
            guard run.task.state == .queued else { return nil }
            let effect = try Self.endWaiting(run, by: .administrator, now, database)
            if effect.withdrawn != nil {
                let origin = Origin(repository: run.task.repository, conversation: run.conversation.id, task: task)
                try Self.insert(makeReply(run), origin, now, database)
            }
            return effect
        }
    }

    /// Records who ended a running task, so that it does not come back after a crash; the first counts.
    ///
    /// - Returns: `false` when it is not running.
    @discardableResult
    public func recordStop(of task: TaskID, by stopper: Stopper) async throws -> Bool {
        try await write("record the stop of task \(task)", isOutcome: true) { database in
            try Self.mark(task, stoppedBy: stopper, database)
            return database.changesCount > 0
        }
    }

    /// Tasks recorded as running, oldest first. Those that nobody in this process has in hand were left by a crash, or
    /// stopped while they waited: their work is to be published and reported.
    public func leftTasks(_ repository: RepositoryID) async throws -> [TaskID] {
        try await read("list the running tasks of \(repository)") { database in
            try TaskID.fetchAll(
                database, sql: "SELECT id FROM task WHERE repository = ? AND state = 'running' ORDER BY position",
                arguments: [repository.column])
        }
    }

    /// A task with everything it works on, if it is running.
    public func runningTask(_ task: TaskID) async throws -> Run? {
        try await read("read task \(task)") { database in
            let run = try Self.run(of: task, database)
            return run.task.state == .running ? run : nil
        }
    }

    private static func stop(
        _ conversation: ConversationID, by stopper: Stopper, _ now: Date, _ database: Database,
        _ end: (TaskID) -> Bool
    ) throws -> StopEffect {
        let states: [(TaskID, String)] = try Row.fetchAll(
            database, sql: "SELECT id, state FROM task WHERE conversation = ? AND state IN ('queued', 'running')",
            arguments: [conversation.column]
        ).map { (try $0.value("id"), try $0.value("state")) }
        var running: (task: TaskID, isEnding: Bool)?
        if let task = states.first(where: { $0.1 == "running" })?.0 {
            try mark(task, stoppedBy: stopper, database)
            running = (task, end(task))
        }
        guard let waiting = states.first(where: { $0.1 == "queued" })?.0 else {
            return StopEffect(withdrawn: nil, ended: nil, running: running)
        }
        let effect = try endWaiting(run(of: waiting, database), by: stopper, now, database)
        return StopEffect(withdrawn: effect.withdrawn, ended: effect.ended, running: running)
    }

    private static func mark(_ task: TaskID, stoppedBy stopper: Stopper, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE task SET stopped_by = coalesce(stopped_by, ?) WHERE id = ? AND state = 'running'",
            arguments: [stopper.description, task.column])
    }

    private static func endWaiting(
        _ run: Run, by stopper: Stopper, _ now: Date, _ database: Database
    ) throws -> StopEffect {
        try database.execute(
            sql: "UPDATE task SET stopped_by = ?, not_before = NULL WHERE id = ?",
            arguments: [stopper.description, run.task.id.column])
        if run.task.hasBegun {
            try database.execute(
                sql: "UPDATE task SET state = 'running', claimed_at = ?, started_at = ? WHERE id = ?",
                arguments: [now.column, now.column, run.task.id.column])
            return StopEffect(withdrawn: nil, ended: run, running: nil)
        }
        try record(TaskResult(outcome: TaskResult.withdrawn), .finished, of: run.task.id, now, database)
        try database.execute(
            sql: "UPDATE message SET state = 'answered', decided_at = ? WHERE task = ?",
            arguments: [now.column, run.task.id.column])
        return StopEffect(withdrawn: run, ended: nil, running: nil)
    }
}
