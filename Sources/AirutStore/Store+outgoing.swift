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
    /// Mail to be sent now, oldest first; of each conversation only the oldest that is still to be sent, so that no mail
    /// overtakes another.
    ///
    /// - Parameter excluded: mails that are being sent: they are left out, and hold back their conversation.
    public func dueOutgoing(
        _ repository: RepositoryID, at now: Date = Date(), excluding excluded: Set<OutgoingRecord.ID> = [],
        limit: Int = 20
    ) async throws -> [OutgoingRecord] {
        try await read("list the outgoing mail of \(repository)") { database in
            try OutgoingRecord.fetchAll(
                database,
                sql: """
                    SELECT * FROM outgoing
                    WHERE repository = ?1 AND next_attempt_at IS NOT NULL AND \(Self.isDue("outgoing"))
                        AND id NOT IN (SELECT value FROM json_each(?3))
                        AND NOT EXISTS (
                            SELECT 1 FROM outgoing AS earlier WHERE earlier.conversation = outgoing.conversation
                                AND earlier.id < outgoing.id
                                AND (earlier.state = 'pending' OR \(Self.isDue("earlier"))))
                    ORDER BY id LIMIT ?4
                    """,
                arguments: [
                    repository.column, now.column, "[\(excluded.map(String.init).joined(separator: ","))]", limit,
                ])
        }
    }

    /// Its time has come; or the clock was set back since that time was set, and nobody knows any more.
    private static func isDue(_ table: String) -> String {
        "(\(table).next_attempt_at <= ?2 OR \(table).next_attempt_at IS NOT NULL AND \(table).scheduled_at > ?2)"
    }

    /// When the next mail that failed before is to be tried again.
    public func nextDelivery(_ repository: RepositoryID, after now: Date = Date()) async throws -> Date? {
        try await read("look at the outgoing mail of \(repository)") { database in
            try Double.fetchOne(
                database, sql: "SELECT min(next_attempt_at) FROM outgoing WHERE repository = ? AND next_attempt_at > ?",
                arguments: [repository.column, now.column]
            ).map(Date.init(timeIntervalSince1970:))
        }
    }

    /// Records an attempt to send a mail. A crash before this sends the same bytes, with the same Message-ID, once more.
    public func record(
        _ progress: DeliveryProgress, of outgoing: OutgoingRecord.ID, at now: Date = Date()
    ) async throws {
        let delay = progress.delay.map { $0 / .seconds(1) }
        try await write("record what became of outgoing mail \(outgoing)", isOutcome: true) { database in
            let before = try Self.undelivered(outgoing, database)
            try database.execute(
                sql: """
                    UPDATE outgoing SET state = ?, open_recipients = ?, refusals = ?, last_error = ?,
                        attempts = attempts + ?, waited = waited + ?, scheduled_at = ?, next_attempt_at = ?, sent_at = ?
                    WHERE id = ?
                    """,
                arguments: [
                    progress.state.column, progress.openRecipients.column(),
                    (before.refusals + progress.refusals).column(), progress.error, progress.state == .sent ? 0 : 1,
                    delay ?? 0, now.column, delay.map { now.column + $0 },
                    progress.state == .sent ? now.column : nil, outgoing,
                ])
        }
    }

    /// The server took it for everybody.
    public func markSent(_ outgoing: OutgoingRecord.ID, at now: Date = Date()) async throws {
        try await record(.sent, of: outgoing, at: now)
    }

    /// Puts the mail's lighter form in its place, due at once; its outbox is kept.
    public func lighten(_ outgoing: OutgoingRecord.ID) async throws {
        try await write("lighten mail \(outgoing)", isOutcome: true) { database in
            try database.execute(
                sql: """
                    UPDATE outgoing SET raw = light, light = NULL, outbox_directory = NULL, next_attempt_at = 0
                    WHERE id = ? AND state <> 'sent' AND light IS NOT NULL
                    """, arguments: [outgoing])
        }
    }

    /// Has a mail sent again, at once, to those who have not got it: as if it had just been composed.
    ///
    /// - Returns: whose mail it is.
    public func resend(_ outgoing: OutgoingRecord.ID, at now: Date = Date()) async throws -> RepositoryID {
        try await write("send mail \(outgoing) again") { database in
            let before = try Self.undelivered(outgoing, database)
            try database.execute(
                sql: """
                    UPDATE outgoing SET state = 'pending', refusals = '[]', attempts = 0, waited = 0,
                        scheduled_at = ?1, next_attempt_at = ?1 WHERE id = ?2
                    """, arguments: [now.column, outgoing])
            return before.repository
        }
    }

    /// Without its bytes: they may be many.
    private static func undelivered(
        _ outgoing: OutgoingRecord.ID, _ database: Database
    ) throws -> (repository: RepositoryID, refusals: [RecipientRefusal]) {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT state, repository, refusals FROM outgoing WHERE id = ?", arguments: [outgoing])
        else { throw Refusal.missing("a mail of that number") }
        guard try row.state("state") as OutgoingRecord.State != .sent else {
            throw Refusal.conflict("everybody it is for has got it")
        }
        return (try row.value("repository"), try row.refusals("refusals"))
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
                INSERT INTO outgoing (message_id, repository, conversation, task, kind, recipients, open_recipients, raw,
                    light, outbox_directory, state, created_at, scheduled_at, next_attempt_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, 'pending', ?10, ?10, ?10)
                """,
            arguments: [
                mail.messageID.column, origin.repository.column, origin.conversation?.column, origin.task?.column,
                mail.kind.column,
                mail.recipients.column(),
                Data(mail.raw), mail.light.map { Data($0) }, mail.outboxDirectory, now.column,
            ])
    }
}
