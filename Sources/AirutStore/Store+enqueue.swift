public import AirutModel
public import FoundationEssentials
import GRDB

extension Store {
    /// Makes an accepted message part of a conversation and of its next run.
    ///
    /// While a run of that conversation waits, the message joins it; else a new one is queued. The sender becomes a
    /// participant. The acknowledgement is recorded in the same transaction.
    ///
    /// - Throws: ``StoreError`` of kind `missing` when an existing conversation was meanwhile deleted, `conflict` when
    ///   the message was already dealt with.
    public func enqueue(
        _ message: MessageRecord.ID, as request: AcceptedRequest, into target: ConversationTarget,
        acknowledgement: NewOutgoing? = nil, at now: Date = Date()
    ) async throws -> TaskID {
        try await write("queue message \(message)") { database in
            let repository = try Self.requireReceived(message, database)
            let conversation = try Self.open(target, of: repository, for: request.sender, now, database)
            let task = try Self.queuedTask(of: conversation, repository, now, database)
            try database.execute(
                sql: """
                    UPDATE message SET state = 'queued', sender = ?, subject = ?, acceptance = ?, document = ?,
                        conversation = ?, task = ?, decided_at = ? WHERE id = ?
                    """,
                arguments: [
                    request.sender.column, request.subject, request.acceptance, request.document, conversation.column,
                    task.column,
                    now.column, message,
                ])
            if let acknowledgement {
                let origin = Origin(repository: repository, conversation: conversation, task: task)
                try Self.insert(acknowledgement, origin, now, database)
            }
            return task
        }
    }

    private static func open(
        _ target: ConversationTarget, of repository: RepositoryID, for sender: EmailAddress, _ now: Date,
        _ database: Database
    ) throws -> ConversationID {
        switch target {
        case .new(let new):
            try insert(new, of: repository, for: sender, now, database)
            return new.id
        case .existing(let id):
            guard var conversation = try conversation(id, database), conversation.repository == repository else {
                throw Refusal.missing("conversation \(id)")
            }
            if !conversation.participants.contains(sender) { conversation.participants.append(sender) }
            conversation.lastActivityAt = max(conversation.lastActivityAt, now)
            try conversation.update(database)
            return id
        }
    }

    private static func insert(
        _ new: NewConversation, of repository: RepositoryID, for sender: EmailAddress, _ now: Date, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO conversation
                    (id, repository, created_at, last_activity_at, participants, subject, model, effort)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                new.id.column, repository.column, now.column, now.column, [sender].column(), new.subject, new.model,
                new.effort,
            ])
    }

    private static func queuedTask(
        of conversation: ConversationID, _ repository: RepositoryID, _ now: Date, _ database: Database
    ) throws -> TaskID {
        if let waiting = try TaskID.fetchOne(
            database, sql: "SELECT id FROM task WHERE conversation = ? AND state = 'queued'",
            arguments: [conversation.column])
        {
            return waiting
        }
        let task = TaskID.random()
        try database.execute(
            sql: "INSERT INTO task (id, repository, conversation, state, created_at) VALUES (?, ?, ?, 'queued', ?)",
            arguments: [task.column, repository.column, conversation.column, now.column])
        return task
    }
}
