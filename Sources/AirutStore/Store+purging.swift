public import AirutModel
public import FoundationEssentials
import GRDB

extension Store {
    /// Removes the bytes of messages that were decided upon before then. What waits keeps its bytes.
    ///
    /// - Parameter state: `refused`, `answered` or `quarantined`.
    /// - Returns: how many messages lost their bytes.
    @discardableResult
    public func purgeRaw(
        _ state: MessageRecord.State, of repository: RepositoryID, decidedBefore limit: Date
    ) async throws -> Int {
        guard [.refused, .answered, .quarantined].contains(state) else { return 0 }
        return try await write("purge old messages", isOutcome: true) { database in
            try database.execute(
                sql: """
                    DELETE FROM raw_message
                    WHERE message IN (SELECT id FROM message WHERE repository = ? AND state = ? AND decided_at < ?)
                    """, arguments: [repository.column, state.column, limit.column])
            return database.changesCount
        }
    }

    /// Forgets messages that were refused or quarantined before then. A copy that arrives even later is looked at like any other.
    @discardableResult
    public func forgetSetAside(_ repository: RepositoryID, decidedBefore limit: Date) async throws -> Int {
        try await write("forget messages that were set aside", isOutcome: true) { database in
            try database.execute(
                sql: """
                    DELETE FROM message
                    WHERE repository = ? AND state IN ('refused', 'quarantined') AND decided_at < ?
                    """,
                arguments: [repository.column, limit.column])
            return database.changesCount
        }
    }

    /// Removes the bytes of our mails that were sent before then; that they were sent stays, and a reply to one finds its
    /// conversation. Those that belong to no conversation, refusals, go altogether. What was not sent is left alone.
    ///
    /// - Returns: how many mails lost their bytes.
    @discardableResult
    public func purgeSent(_ repository: RepositoryID, before limit: Date) async throws -> Int {
        try await write("purge sent mail", isOutcome: true) { database in
            try database.execute(
                sql: """
                    DELETE FROM outgoing WHERE repository = ? AND conversation IS NULL AND state = 'sent' AND sent_at < ?
                    """, arguments: [repository.column, limit.column])
            let forgotten = database.changesCount
            try database.execute(
                sql: """
                    UPDATE outgoing SET raw = x'', light = NULL
                    WHERE repository = ? AND state = 'sent' AND sent_at < ? AND length(raw) > 0
                    """, arguments: [repository.column, limit.column])
            return forgotten + database.changesCount
        }
    }

    /// Forgets our mails that belong to no conversation, refusals, whose last attempt was before then and that are not tried
    /// again by themselves.
    ///
    /// - Returns: how many.
    @discardableResult
    public func forgetUndeliverable(_ repository: RepositoryID, triedBefore limit: Date) async throws -> Int {
        try await write("forget undeliverable mail", isOutcome: true) { database in
            try database.execute(
                sql: """
                    DELETE FROM outgoing WHERE repository = ? AND conversation IS NULL AND state = 'undeliverable'
                        AND next_attempt_at IS NULL AND scheduled_at < ?
                    """, arguments: [repository.column, limit.column])
            return database.changesCount
        }
    }

    /// Gives room that is not used any more back to the disk, of the file and of its journal, and keeps its reserve again.
    public func giveRoomBack() async throws {
        var unused = Int.max
        var rest = Int.max - 1
        while rest > 0, rest < unused {
            unused = rest
            rest = try await write("give room back to the disk", isOutcome: true) { database in
                // One row for each page that was freed: all of them must be stepped through.
                _ = try Row.fetchAll(database, sql: "PRAGMA incremental_vacuum(\(Self.pagesAtOnce))")
                return try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
            }
        }
        try await emptyJournal()
        reserve.fill()
    }

    /// Whoever reads meanwhile only puts it off.
    private func emptyJournal() async throws {
        do {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                database.asyncWriteWithoutTransaction { database in
                    continuation.resume(
                        with: Result {
                            do { _ = try database.checkpoint(.truncate) } catch DatabaseError.SQLITE_BUSY {}
                        })
                }
            }
        } catch {
            throw StoreError(error, action: "empty the store's journal")
        }
    }

    private static let pagesAtOnce = 4096
}
