public import AirutModel
import GRDB

/// What a repository is busy with.
public struct Overview: Sendable, Hashable {
    /// Queued and running, in the queue's order.
    public let tasks: [TaskRecord]
    /// Messages in the mailbox's order that nobody has decided about.
    public let undecided: Int
    /// Mail that goes out by itself.
    public let pending: Int
    /// Pending mail whose sending failed before, oldest first.
    public let delayed: [UndeliveredMail]
    /// Oldest first.
    public let undeliverable: [UndeliveredMail]
    public let quarantined: [MessageRecord]
}

extension Store {
    /// One consistent look at a repository; of each list at most `limit` entries.
    public func overview(_ repository: RepositoryID, limit: Int = 100) async throws -> Overview {
        try await read("look at \(repository)") { database in
            let count = { (sql: String) in
                try Int.fetchOne(database, sql: sql, arguments: [repository.column]) ?? 0
            }
            let mails = { (condition: String) in
                try UndeliveredMail.fetchAll(
                    database,
                    sql: """
                        SELECT id, state, conversation, open_recipients, created_at, attempts, next_attempt_at, refusals,
                            last_error FROM outgoing WHERE repository = ? AND \(condition) ORDER BY id LIMIT ?
                        """, arguments: [repository.column, limit])
            }
            return Overview(
                tasks: try TaskRecord.fetchAll(
                    database,
                    sql: """
                        SELECT * FROM task WHERE repository = ? AND state IN ('queued', 'running')
                        ORDER BY position LIMIT ?
                        """, arguments: [repository.column, limit]),
                undecided: try count("SELECT count(*) FROM message WHERE repository = ? AND state = 'received'"),
                pending: try count("SELECT count(*) FROM outgoing WHERE repository = ? AND state = 'pending'"),
                delayed: try mails("state = 'pending' AND attempts > 0"),
                undeliverable: try mails("state = 'undeliverable'"),
                quarantined: try MessageRecord.fetchAll(
                    database,
                    sql: "SELECT * FROM message WHERE repository = ? AND state = 'quarantined' ORDER BY id LIMIT ?",
                    arguments: [repository.column, limit]))
        }
    }

    /// The repositories with tasks that have not ended, messages that nobody has decided about, or mail to send.
    public func busyRepositories() async throws -> [RepositoryID] {
        try await read("look for unfinished work") { database in
            try RepositoryID.fetchAll(
                database,
                sql: """
                    SELECT repository FROM task WHERE state IN ('queued', 'running')
                    UNION SELECT repository FROM message WHERE state = 'received'
                    UNION SELECT repository FROM outgoing WHERE state = 'pending' ORDER BY repository
                    """, arguments: [])
        }
    }
}
