public import AirutModel
public import FoundationEssentials
import GRDB

/// What an outgoing mail belongs to.
struct Origin {
    var repository: RepositoryID
    var conversation: ConversationID?
    var task: TaskID?
}

extension Store {
    /// Mail to be sent now, oldest first; of each conversation only the oldest that is still pending, so that no mail
    /// overtakes another.
    public func dueOutgoing(
        _ repository: RepositoryID, at now: Date = Date(), limit: Int = 20
    ) async throws -> [OutgoingRecord] {
        try await read("list the outgoing mail of \(repository)") { database in
            try OutgoingRecord.fetchAll(
                database,
                sql: """
                    SELECT * FROM outgoing WHERE repository = ? AND state = 'pending' AND next_attempt_at <= ?
                        AND NOT EXISTS (
                            SELECT 1 FROM outgoing AS earlier WHERE earlier.conversation = outgoing.conversation
                                AND earlier.state = 'pending' AND earlier.id < outgoing.id)
                    ORDER BY id LIMIT ?
                    """, arguments: [repository.column, now.column, limit])
        }
    }

    /// When the next mail that failed before is to be tried again.
    public func nextDelivery(_ repository: RepositoryID, after now: Date = Date()) async throws -> Date? {
        try await read("look at the outgoing mail of \(repository)") { database in
            try Double.fetchOne(
                database,
                sql: """
                    SELECT min(next_attempt_at) FROM outgoing
                    WHERE repository = ? AND state = 'pending' AND next_attempt_at > ?
                    """, arguments: [repository.column, now.column]
            ).map(Date.init(timeIntervalSince1970:))
        }
    }

    /// The server took it. A crash before this sends the same bytes, with the same Message-ID, once more.
    public func markSent(_ outgoing: OutgoingRecord.ID, at now: Date = Date()) async throws {
        try await settle(outgoing, "UPDATE outgoing SET state = 'sent', sent_at = ?, last_error = NULL", [now.column])
    }

    public func markFailed(_ outgoing: OutgoingRecord.ID, error: String, nextAttemptAt: Date) async throws {
        try await settle(
            outgoing, "UPDATE outgoing SET attempts = attempts + 1, last_error = ?, next_attempt_at = ?",
            [error, nextAttemptAt.column])
    }

    /// Puts the mail's lighter form in its place, due at once; its outbox is kept.
    public func lighten(_ outgoing: OutgoingRecord.ID) async throws {
        try await write("lighten mail \(outgoing)") { database in
            try database.execute(
                sql: """
                    UPDATE outgoing SET raw = light, light = NULL, outbox_directory = NULL, next_attempt_at = 0
                    WHERE id = ? AND state = 'pending' AND light IS NOT NULL
                    """, arguments: [outgoing])
        }
    }

    /// Given up: the server refused it for good. Later mail of the conversation goes on.
    public func markUndeliverable(_ outgoing: OutgoingRecord.ID, error: String) async throws {
        try await settle(
            outgoing, "UPDATE outgoing SET state = 'undeliverable', attempts = attempts + 1, last_error = ?", [error])
    }

    /// Our mails of a state, newest first.
    public func outgoing(
        _ repository: RepositoryID, state: OutgoingRecord.State, limit: Int = 100
    ) async throws -> [OutgoingRecord] {
        try await read("list the outgoing mail of \(repository)") { database in
            try OutgoingRecord.fetchAll(
                database, sql: "SELECT * FROM outgoing WHERE repository = ? AND state = ? ORDER BY id DESC LIMIT ?",
                arguments: [repository.column, state.column, limit])
        }
    }

    static func insert(_ mail: NewOutgoing, _ origin: Origin, _ now: Date, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO outgoing (message_id, repository, conversation, task, kind, recipients, raw, light,
                    outbox_directory, state, created_at, next_attempt_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)
                """,
            arguments: [
                mail.messageID.column, origin.repository.column, origin.conversation?.column, origin.task?.column,
                mail.kind.column,
                mail.recipients.column(),
                Data(mail.raw), mail.light.map { Data($0) }, mail.outboxDirectory, now.column, now.column,
            ])
    }

    private func settle(_ outgoing: OutgoingRecord.ID, _ change: String, _ arguments: StatementArguments) async throws {
        try await write("record what became of outgoing mail \(outgoing)") { database in
            try database.execute(
                sql: change + " WHERE id = ? AND state = 'pending'", arguments: arguments + [outgoing])
            guard database.changesCount == 1 else { throw Refusal.conflict("it is not pending") }
        }
    }
}
