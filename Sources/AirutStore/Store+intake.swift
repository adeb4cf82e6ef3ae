public import AirutModel
public import FoundationEssentials
import GRDB

extension Store {
    /// Records mails with their bytes, all or none; once this returned they may leave the mailbox.
    ///
    /// Idempotent: the same Message-ID and content is the message that is already there, at the same place in the mailbox or
    /// at another (the server numbered its mailbox anew, or delivered twice). Other content at a known place is another
    /// message: a mailbox may have been rebuilt with its old numbers, and no mail may be lost to that.
    ///
    /// - Returns: the record of each, in order, and whether it was made now.
    public func accept(_ mails: [RawMail]) async throws -> [(id: MessageRecord.ID, isNew: Bool)] {
        guard let repository = mails.first?.repository else { return [] }
        return try await write("record \(mails.count) messages of \(repository)") { database in
            try mails.map { try Self.accept($0, database) }
        }
    }

    /// Records one mail.
    public func accept(_ mail: RawMail) async throws -> (id: MessageRecord.ID, isNew: Bool) {
        try await write("record a message of \(mail.repository)") { try Self.accept(mail, $0) }
    }

    private static func accept(_ mail: RawMail, _ database: Database) throws -> (id: MessageRecord.ID, isNew: Bool) {
        let known = try message(like: mail, database)
        let id = try known ?? insert(mail, database)
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO location (repository, uid_validity, uid, internal_date, message)
                VALUES (?, ?, ?, ?, ?)
                """, arguments: [mail.repository.column, mail.uidValidity, mail.uid, mail.internalDate, id])
        return (id, known == nil)
    }

    /// Whether the mail at that place in the mailbox is recorded, so that it need not be fetched again.
    ///
    /// - Parameters:
    ///   - byteCount: the size the mailbox gives for it; a recorded one of another size is another mail.
    ///   - internalDate: its date in the mailbox. Without one it is not believed to be recorded: a mailbox that was restored
    ///     from a backup gives numbers a second time, and a size says little.
    public func contains(
        _ repository: RepositoryID, uidValidity: UInt32, uid: UInt32, byteCount: Int, internalDate: String?
    ) async throws -> Bool {
        try await read("look up a message of \(repository)") { database in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT 1 FROM location JOIN message ON message.id = location.message
                    WHERE location.repository = ? AND uid_validity = ? AND uid = ? AND bytes = ? AND internal_date = ?
                    """,
                arguments: [repository.column, uidValidity, uid, byteCount, internalDate]) ?? false
        }
    }

    /// Whether this mail is recorded, wherever in the mailbox it was.
    public func contains(_ mail: RawMail) async throws -> Bool {
        try await read("look up a message of \(mail.repository)") { try Self.message(like: mail, $0) != nil }
    }

    /// Counts an attempt to decide about a message before it is made, so that a message that kills us is counted, too.
    ///
    /// - Returns: the attempts including this one, since the last that had an end.
    public func beginAttempt(_ message: MessageRecord.ID) async throws -> Int {
        try await write("count an attempt to decide about message \(message)") { database in
            try Self.requireReceived(message, database)
            try database.execute(sql: "UPDATE message SET attempts = attempts + 1 WHERE id = ?", arguments: [message])
            return try Int.fetchOne(database, sql: "SELECT attempts FROM message WHERE id = ?", arguments: [message])
                ?? 0
        }
    }

    /// The attempt ended without a decision, and we live: it says nothing against the message, unless the reader died of it.
    ///
    /// - Returns: how often the reader did.
    @discardableResult
    public func endAttempt(_ message: MessageRecord.ID, readerCrashed: Bool = false) async throws -> Int {
        try await write("note the end of an attempt to decide about message \(message)") { database in
            try Self.requireReceived(message, database)
            try database.execute(
                sql: "UPDATE message SET attempts = 0, reader_crashes = reader_crashes + ? WHERE id = ?",
                arguments: [readerCrashed ? 1 : 0, message])
            return try Int.fetchOne(
                database, sql: "SELECT reader_crashes FROM message WHERE id = ?", arguments: [message]) ?? 0
        }
    }

    /// Sets a message aside that cannot be dealt with. Its bytes stay.
    public func quarantine(_ message: MessageRecord.ID, reason: String, at now: Date = Date()) async throws {
        try await write("quarantine message \(message)") { database in
            try Self.requireReceived(message, database)
            try database.execute(
                sql: "UPDATE message SET state = 'quarantined', reason = ?, decided_at = ? WHERE id = ?",
                arguments: [reason, now.column, message])
        }
    }

    /// Decides against a message, together with the mail that says so, if its sender is to be told.
    ///
    /// - Parameter acceptance: why the sender, who is proven, is told.
    public func refuse(
        _ message: MessageRecord.ID, reason: String, sender: String? = nil, subject: String? = nil,
        acceptance: String? = nil, reply: NewOutgoing? = nil, at now: Date = Date()
    ) async throws {
        try await write("refuse message \(message)") { database in
            let repository = try Self.requireReceived(message, database)
            try database.execute(
                sql: """
                    UPDATE message SET state = 'refused', reason = ?, sender = ?, subject = ?, acceptance = ?,
                        decided_at = ? WHERE id = ?
                    """, arguments: [reason, sender, subject, acceptance, now.column, message])
            if let reply { try Self.insert(reply, Origin(repository: repository), now, database) }
        }
    }

    private static func message(like mail: RawMail, _ database: Database) throws -> MessageRecord.ID? {
        try Int64.fetchOne(
            database,
            sql: "SELECT id FROM message WHERE repository = ? AND ifnull(message_id, '') = ? AND sha256 = ?",
            arguments: [mail.repository.column, mail.messageID?.column ?? "", Data(mail.sha256)])
    }

    private static func insert(_ mail: RawMail, _ database: Database) throws -> MessageRecord.ID {
        try database.execute(
            sql: """
                INSERT INTO message (repository, message_id, sha256, bytes, is_truncated, received_at, state)
                VALUES (?, ?, ?, ?, ?, ?, 'received')
                """,
            arguments: [
                mail.repository.column, mail.messageID?.column, Data(mail.sha256), mail.mailboxBytes, mail.isTruncated,
                mail.receivedAt.column,
            ])
        let id = database.lastInsertedRowID
        try database.execute(
            sql: "INSERT INTO raw_message (message, bytes) VALUES (?, ?)", arguments: [id, Data(mail.bytes)])
        return id
    }

    /// - Returns: the message's repository.
    @discardableResult
    static func requireReceived(_ message: MessageRecord.ID, _ database: Database) throws -> RepositoryID {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT repository, state FROM message WHERE id = ?", arguments: [message])
        else { throw Refusal.missing("the message") }
        let state: MessageRecord.State = try row.state("state")
        guard state == .received else { throw Refusal.conflict("it is already \(state.rawValue)") }
        return try row.value("repository")
    }
}
