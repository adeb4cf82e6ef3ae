public import AirutModel
public import FoundationEssentials
import GRDB

extension Store {
    /// The repository's tasks that could run now, oldest first: not held back, and their conversation has none running.
    ///
    /// When the clock was set back since a task was held back, nobody knows any more how long that is to be: it may run.
    public func queuedTasks(_ repository: RepositoryID, at now: Date = Date()) async throws -> [TaskRecord] {
        try await read("list the queue of \(repository)") { database in
            try TaskRecord.fetchAll(
                database,
                sql: """
                    SELECT * FROM task WHERE repository = ?1 AND state = 'queued'
                        AND (ifnull(not_before, 0) <= ?2 OR held_at > ?2)
                        AND NOT EXISTS (
                            SELECT 1 FROM task AS other
                            WHERE other.conversation = task.conversation AND other.state = 'running')
                    ORDER BY position
                    """, arguments: [repository.column, now.column])
        }
    }

    /// When the next task that is held back may run.
    public func nextHeldTask(_ repository: RepositoryID, after now: Date = Date()) async throws -> Date? {
        try await read("look at the queue of \(repository)") { database in
            try Double.fetchOne(
                database,
                sql: "SELECT min(not_before) FROM task WHERE repository = ? AND state = 'queued' AND not_before > ?",
                arguments: [repository.column, now.column]
            ).map(Date.init(timeIntervalSince1970:))
        }
    }

    /// Takes a task from the queue, with the messages that have joined it so far; later ones make a new task.
    ///
    /// From here to ``start(_:containerName:at:)`` the run is being prepared: interrupted now it is simply run again.
    ///
    /// - Returns: `nil` when it is not queued any more or another task of its conversation runs.
    public func claim(_ task: TaskID, at now: Date = Date()) async throws -> Run? {
        try await write("take task \(task) from the queue") { database in
            try database.execute(
                sql: """
                    UPDATE task SET state = 'running', claimed_at = ?, not_before = NULL, attempts = attempts + 1
                    WHERE id = ? AND state = 'queued' AND NOT EXISTS (
                        SELECT 1 FROM task AS other
                        WHERE other.conversation = task.conversation AND other.state = 'running')
                    """, arguments: [now.column, task.column])
            return database.changesCount == 0 ? nil : try Self.run(of: task, database)
        }
    }

    /// Records that the agent is about to act: to be called right before its process starts.
    public func start(_ task: TaskID, containerName: String, at now: Date = Date()) async throws {
        try await write("record the start of task \(task)") { database in
            try Self.requireRunning(task, database)
            try database.execute(
                sql: "UPDATE task SET started_at = ?, container_name = ? WHERE id = ?",
                arguments: [now.column, containerName, task.column])
        }
    }

    /// Records what a running task's agent came to: from here to its end only publishing and answering are left.
    public func conclude(_ task: TaskID, _ conclusion: Conclusion) async throws {
        try await write("record what came of task \(task)", isOutcome: true) { database in
            try Self.requireRunning(task, database)
            let text = String(decoding: try JSONEncoder().encode(conclusion), as: UTF8.self)
            try database.execute(
                sql: "UPDATE task SET conclusion = ? WHERE id = ?", arguments: [text, task.column])
        }
    }

    /// Puts a running task back into the queue, at its old position, not to be taken before `notBefore`.
    ///
    /// For what may get better by itself: an outage before the agent ran. What arrived
    /// meanwhile is merged into it.
    ///
    /// - Parameter isFailure: counts as one of the task's preparation.
    /// - Returns: `false`, with nothing changed, when somebody stopped it meanwhile.
    @discardableResult
    public func requeue(
        _ task: TaskID, notBefore: Date? = nil, detail: String? = nil, isFailure: Bool = false, at now: Date = Date()
    ) async throws -> Bool {
        try await write("put task \(task) back into the queue", isOutcome: true) { database in
            guard try Self.requireRunning(task, database).stoppedBy == nil else { return false }
            try Self.requeue(task, notBefore, detail, now, database)
            try database.execute(
                sql: "UPDATE task SET preparation_failures = preparation_failures + ? WHERE id = ?",
                arguments: [isFailure ? 1 : 0, task.column])
            return true
        }
    }

    /// Ends a run: its result, its messages answered, its reply recorded, its conversation brought up to date, all or
    /// nothing. Only after this is the request done; only then may the reply be sent.
    ///
    /// - Parameters:
    ///   - state: `finished`, or `interrupted` when the server stopped it.
    ///   - update: changes the conversation.
    public func finish(
        _ task: TaskID, _ result: TaskResult, state: TaskRecord.State = .finished, reply: NewOutgoing,
        at now: Date = Date(), update: @escaping @Sendable (inout ConversationRecord) -> Void = { _ in }
    ) async throws {
        try await write("record the end of task \(task)", isOutcome: true) { database in
            let run = try Self.requireRunning(task, database)
            try Self.record(result.adding(run), state, of: task, now, database)
            try database.execute(
                sql: "UPDATE message SET state = 'answered', decided_at = ? WHERE task = ?",
                arguments: [now.column, task.column])
            let origin = Origin(repository: run.repository, conversation: run.conversation, task: task)
            try Self.insert(reply, origin, now, database)
            try Self.change(run.conversation, now, database, update)
        }
    }

    static func record(
        _ result: TaskResult, _ state: TaskRecord.State, of task: TaskID, _ now: Date, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                UPDATE task SET state = ?, ended_at = ?, outcome = ?, reply_text = ?, cost_usd = ?, duration_ms = ?,
                    turns = ?, detail = ?, conclusion = NULL WHERE id = ?
                """,
            arguments: [
                state.column, now.column, result.outcome, result.replyText, result.costUSD, result.durationMilliseconds,
                result.turns, result.detail, task.column,
            ])
    }

    static func requeue(
        _ task: TaskID, _ notBefore: Date?, _ detail: String?, _ now: Date, _ database: Database
    ) throws {
        try mergeFollowUp(into: task, database)
        try database.execute(
            sql: """
                UPDATE task SET state = 'queued', not_before = ?, held_at = ?, detail = ?, claimed_at = NULL,
                    started_at = NULL, container_name = NULL WHERE id = ?
                """, arguments: [notBefore?.column, now.column, detail, task.column])
    }

    /// What arrived during the run made a task of its own that cannot have begun: it ends in this one.
    private static func mergeFollowUp(into task: TaskID, _ database: Database) throws {
        let later = """
            (SELECT q.id FROM task AS q JOIN task AS t ON t.conversation = q.conversation
             WHERE t.id = ?1 AND q.state = 'queued')
            """
        try database.execute(sql: "UPDATE message SET task = ?1 WHERE task = \(later)", arguments: [task.column])
        try database.execute(sql: "UPDATE outgoing SET task = ?1 WHERE task = \(later)", arguments: [task.column])
        try database.execute(sql: "DELETE FROM task WHERE id = \(later)", arguments: [task.column])
    }

    @discardableResult
    static func requireRunning(_ task: TaskID, _ database: Database) throws -> TaskRecord {
        guard
            let record = try TaskRecord.fetchOne(
                database, sql: "SELECT * FROM task WHERE id = ?", arguments: [task.column])
        else { throw Refusal.missing("the task") }
        guard record.state == .running else { throw Refusal.conflict("it is \(record.state.rawValue), not running") }
        return record
    }

    static func run(of task: TaskID, _ database: Database) throws -> Run {
        guard
            let record = try TaskRecord.fetchOne(
                database, sql: "SELECT * FROM task WHERE id = ?", arguments: [task.column]),
            let conversation = try conversation(record.conversation, database)
        else { throw Refusal.missing("the task") }
        let messages = try MessageRecord.fetchAll(
            database, sql: "SELECT * FROM message WHERE task = ? ORDER BY id", arguments: [task.column])
        return Run(task: record, conversation: conversation, messages: messages)
    }
}
