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
        try await write("update conversation \(id)") { database in
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

    /// Conversations without activity since then that nothing waits for: no task queued or running, no mail pending.
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
        try await write("delete conversation \(id)") { database in
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

    /// Removes the bytes of messages that were decided upon before then, and gives the room back to the disk.
    ///
    /// - Parameter state: `refused` or `answered`; what waits or is quarantined keeps its bytes.
    /// - Returns: how many messages lost their bytes.
    @discardableResult
    public func purgeRaw(_ state: MessageRecord.State, decidedBefore limit: Date) async throws -> Int {
        guard state == .refused || state == .answered else { return 0 }
        let purged = try await write("purge old messages") { database in
            try database.execute(
                sql: """
                    DELETE FROM raw_message
                    WHERE message IN (SELECT id FROM message WHERE state = ? AND decided_at < ?)
                    """, arguments: [state.column, limit.column])
            return database.changesCount
        }
        if purged > 0 { try await giveRoomBack() }
        return purged
    }

    private func giveRoomBack() async throws {
        try await write("give room back to the disk") { database in
            // One row for each page that was freed: all of them must be stepped through.
            _ = try Row.fetchAll(database, sql: "PRAGMA incremental_vacuum")
        }
    }

    private static let nothingWaits = """
        NOT EXISTS (SELECT 1 FROM task WHERE task.conversation = conversation.id AND state IN ('queued', 'running'))
            AND NOT EXISTS (
                SELECT 1 FROM outgoing WHERE outgoing.conversation = conversation.id AND state = 'pending')
        """
}
