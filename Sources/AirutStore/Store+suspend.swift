public import AirutModel
public import FoundationEssentials
import GRDB

extension Store {
    /// Puts a run whose agent was cut off back into the queue, at its old position, to go on later: what it took so far,
    /// its conversation brought up to date and the notice, all or nothing. What arrived meanwhile is merged into it.
    ///
    /// - Returns: `false`, with nothing changed, when somebody stopped it meanwhile.
    public func suspend(
        _ task: TaskID, _ suspension: Suspension, at now: Date = Date(),
        update: @escaping @Sendable (inout ConversationRecord) -> Void = { _ in }
    ) async throws -> Bool {
        try await write("let task \(task) wait", isOutcome: true) { database in
            let run = try Self.requireRunning(task, database)
            guard run.stoppedBy == nil else { return false }
            let result = suspension.result.adding(run)
            try Self.requeue(task, suspension.notBefore, result.detail, now, database)
            let isLimit = suspension.cause == .usageLimit
            try database.execute(
                sql: """
                    UPDATE task SET attempts = 0, server_deaths = 0, preparation_failures = 0,
                        service_failures = service_failures + ?, limited_since = coalesce(limited_since, ?), cost_usd = ?, duration_ms = ?, turns = ?
                    WHERE id = ?
                    """,
                arguments: [
                    isLimit ? 0 : 1, isLimit ? now.column : nil, result.costUSD, result.durationMilliseconds,
                    result.turns, task.column,
                ])
            if let notice = suspension.notice {
                let origin = Origin(repository: run.repository, conversation: run.conversation, task: task)
                try Self.insert(notice, origin, now, database)
            }
            try Self.change(run.conversation, now, database, update)
            return true
        }
    }

    /// Records the session that an agent works in and the messages that are part of it from now on.
    public func record(
        session: String, of conversation: ConversationID, hearing messages: [MessageRecord.ID]
    ) async throws {
        try await write("record the session of conversation \(conversation)", isOutcome: true) { database in
            try database.execute(
                sql: "UPDATE conversation SET session_id = ? WHERE id = ?", arguments: [session, conversation.column])
            for message in messages {
                try database.execute(sql: "UPDATE message SET is_heard = 1 WHERE id = ?", arguments: [message])
            }
        }
    }

    static func change(
        _ conversation: ConversationID, _ now: Date, _ database: Database,
        _ update: (inout ConversationRecord) -> Void
    ) throws {
        guard var conversation = try Self.conversation(conversation, database) else { return }
        update(&conversation)
        conversation.lastActivityAt = max(conversation.lastActivityAt, now)
        try conversation.update(database)
    }
}
