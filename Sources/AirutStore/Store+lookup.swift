public import AirutModel
public import FoundationEssentials
import GRDB

extension Store {
    /// The repository's messages of a state, oldest first.
    public func messages(_ repository: RepositoryID, state: MessageRecord.State) async throws -> [MessageRecord] {
        try await read("list the messages of \(repository)") { database in
            try MessageRecord.fetchAll(
                database, sql: "SELECT * FROM message WHERE repository = ? AND state = ? ORDER BY id",
                arguments: [repository.column, state.column])
        }
    }

    public func message(_ id: MessageRecord.ID) async throws -> MessageRecord? {
        try await read("read message \(id)") { database in
            try MessageRecord.fetchOne(database, sql: "SELECT * FROM message WHERE id = ?", arguments: [id])
        }
    }

    /// Every message of a conversation, oldest first.
    public func messages(in conversation: ConversationID) async throws -> [MessageRecord] {
        try await read("list the messages of conversation \(conversation)") { database in
            try MessageRecord.fetchAll(
                database, sql: "SELECT * FROM message WHERE conversation = ? ORDER BY id",
                arguments: [conversation.column])
        }
    }

    /// The messages a task answers, oldest first.
    public func messages(of task: TaskID) async throws -> [MessageRecord] {
        try await read("list the messages of task \(task)") { database in
            try MessageRecord.fetchAll(
                database, sql: "SELECT * FROM message WHERE task = ? ORDER BY id", arguments: [task.column])
        }
    }

    /// The message that is the same mail, delivered over another way: with the same Message-ID and sender, and accepted, or
    /// declined if none was.
    public func twin(of message: MessageRecord.ID, sender: EmailAddress) async throws -> MessageTwin? {
        try await read("look for duplicates of message \(message)") { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT repository, message_id, sha256 FROM message WHERE id = ?", arguments: [message])
            guard let row, let messageID: MessageID = try row.value("message_id") else { return nil }
            return try Self.twin(
                of: messageID, sha256: row.bytes("sha256"), sender: sender, in: row.value("repository"), database)
        }
    }

    /// The same for a mail that is not stored.
    ///
    /// - Parameter sha256: of that mail's bytes; the mail itself is not its own twin.
    public func twin(
        of messageID: MessageID, sha256: [UInt8], sender: EmailAddress, in repository: RepositoryID
    ) async throws -> MessageTwin? {
        try await read("look for duplicates of a mail") { database in
            try Self.twin(of: messageID, sha256: sha256, sender: sender, in: repository, database)
        }
    }

    private static func twin(
        of messageID: MessageID, sha256: [UInt8], sender: EmailAddress, in repository: RepositoryID,
        _ database: Database
    ) throws -> MessageTwin? {
        try MessageTwin.fetchOne(
            database, sql: twinQuery,
            arguments: [repository.column, messageID.column, Data(sha256), sender.description])
    }

    /// As the index on a message's identity has it: rows of accepted messages are never deleted.
    static let twinQuery = """
        SELECT id, state <> 'refused' AS is_accepted FROM message
        WHERE repository = ? AND ifnull(message_id, '') = ? AND sha256 <> ? AND sender = ? AND acceptance IS NOT NULL
        ORDER BY is_accepted DESC, id LIMIT 1
        """

    /// The message that was stored with exactly these bytes.
    public func message(
        withMessageID messageID: MessageID?, sha256: [UInt8], in repository: RepositoryID
    ) async throws -> MessageRecord? {
        try await read("look up a mail") { database in
            try MessageRecord.fetchOne(
                database,
                sql: """
                    SELECT * FROM message WHERE repository = ? AND ifnull(message_id, '') = ? AND sha256 = ?
                    """, arguments: [repository.column, messageID?.column ?? "", Data(sha256)])
        }
    }

    /// The stored bytes; `nil` once purged.
    public func rawMessage(_ id: MessageRecord.ID) async throws -> [UInt8]? {
        try await read("read the bytes of message \(id)") { database in
            try Row.fetchOne(database, sql: "SELECT bytes FROM raw_message WHERE message = ?", arguments: [id])?
                .bytes("bytes")
        }
    }

    public func task(_ id: TaskID) async throws -> TaskRecord? {
        try await read("read task \(id)") { database in
            try TaskRecord.fetchOne(database, sql: "SELECT * FROM task WHERE id = ?", arguments: [id.column])
        }
    }

    /// A conversation's tasks, oldest first.
    public func tasks(of conversation: ConversationID) async throws -> [TaskRecord] {
        try await read("list the tasks of conversation \(conversation)") { database in
            try TaskRecord.fetchAll(
                database, sql: "SELECT * FROM task WHERE conversation = ? ORDER BY position",
                arguments: [conversation.column])
        }
    }

    /// Tasks of a conversation that ended before then and whose mails were all sent.
    public func deliveredTasks(of conversation: ConversationID, before limit: Date) async throws -> Set<TaskID> {
        try await read("list the delivered tasks of conversation \(conversation)") { database in
            try Set(
                TaskID.fetchAll(
                    database,
                    sql: """
                        SELECT id FROM task WHERE conversation = ? AND ended_at < ?
                            AND NOT EXISTS (SELECT 1 FROM outgoing WHERE task = task.id AND state <> 'sent')
                        """, arguments: [conversation.column, limit.column]))
        }
    }

    public func conversation(_ id: ConversationID) async throws -> ConversationRecord? {
        try await read("read conversation \(id)") { try Self.conversation(id, $0) }
    }

    /// The conversation that one of these mails of ours belongs to; the one mailed last, if several.
    ///
    /// - Parameter identifiers: what stands in a reply's `In-Reply-To` and `References`.
    public func conversation(
        forAnyOf identifiers: [MessageID], of repository: RepositoryID
    ) async throws -> ConversationRecord? {
        guard !identifiers.isEmpty else { return nil }
        return try await read("look up the conversation of a reply") { database in
            let marks = databaseQuestionMarks(count: identifiers.count)
            let arguments: StatementArguments = [repository.column] + StatementArguments(identifiers.map(\.column))
            return try ConversationRecord.fetchOne(
                database,
                sql: """
                    SELECT conversation.* FROM outgoing JOIN conversation ON conversation.id = outgoing.conversation
                    WHERE outgoing.repository = ? AND outgoing.message_id IN (\(marks))
                    ORDER BY outgoing.id DESC LIMIT 1
                    """, arguments: arguments)
        }
    }

    static func conversation(_ id: ConversationID, _ database: Database) throws -> ConversationRecord? {
        try ConversationRecord.fetchOne(
            database, sql: "SELECT * FROM conversation WHERE id = ?", arguments: [id.column])
    }
}
