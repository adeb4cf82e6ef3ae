public import AirutModel
public import FoundationEssentials
import GRDB

extension Store {
    /// Changes what may change of a conversation: session, branch, pull request, workspace.
    ///
    /// - Throws: ``StoreError`` of kind `missing`.
    @discardableResult
    public func updateConversation(
        _ id: ConversationID, _ change: @escaping @Sendable (inout ConversationRecord) -> Void
    ) async throws -> ConversationRecord {
        try await write("update conversation \(id)", isOutcome: true) { database in
            guard var conversation = try Self.conversation(id, database) else { throw Refusal.missing("it") }
            change(&conversation)
            try conversation.update(database)
            return conversation
        }
    }

    /// Every conversation of the repository. A folder of one that is not among them is a leftover.
    public func conversationIDs(_ repository: RepositoryID) async throws -> Set<ConversationID> {
        try await read("list the conversations of \(repository)") { database in
            try Set(
                ConversationID.fetchAll(
                    database, sql: "SELECT id FROM conversation WHERE repository = ?", arguments: [repository.column]))
        }
    }

    /// Conversations without activity since then that nothing waits for: no task queued or running, no mail to be sent.
    public func idleConversations(
        _ repository: RepositoryID, lastActiveBefore limit: Date
    ) async throws -> [ConversationRecord] {
        try await read("list the idle conversations of \(repository)") { database in
            try ConversationRecord.fetchAll(
                database,
                sql: """
                    SELECT * FROM conversation
                    WHERE repository = ? AND last_activity_at < ? AND \(Self.nothingWaits) ORDER BY last_activity_at
                    """, arguments: [repository.column, limit.column])
        }
    }

    /// Forgets a conversation, its tasks, events, mail and raw messages, unless it became active meanwhile.
    ///
    /// Remove its folders only afterwards: a mail that arrives in between then begins a new conversation instead of
    /// finding an empty one. That its messages were dealt with stays recorded.
    ///
    /// - Returns: whether it is gone.
    public func delete(_ id: ConversationID, unlessActiveSince limit: Date) async throws -> Bool {
        try await write("delete conversation \(id)", isOutcome: true) { database in
            let isIdle =
                try Bool.fetchOne(
                    database,
                    sql: "SELECT 1 FROM conversation WHERE id = ? AND last_activity_at < ? AND \(Self.nothingWaits)",
                    arguments: [id.column, limit.column]) ?? false
            guard isIdle else { return false }
            try database.execute(
                sql: "DELETE FROM raw_message WHERE message IN (SELECT id FROM message WHERE conversation = ?)",
                arguments: [id.column])
            try database.execute(
                sql: "UPDATE message SET document = NULL WHERE conversation = ?", arguments: [id.column])
            try database.execute(sql: "DELETE FROM conversation WHERE id = ?", arguments: [id.column])
            return true
        }
    }

    private static let nothingWaits = """
        NOT EXISTS (SELECT 1 FROM task WHERE task.conversation = conversation.id AND state IN ('queued', 'running'))
            AND NOT EXISTS (
                SELECT 1 FROM outgoing
                WHERE outgoing.conversation = conversation.id AND next_attempt_at IS NOT NULL)
        """
}
