public import AirutModel
public import FoundationEssentials
import GRDB

/// A mail of ours on its way.
public struct OutgoingRecord: Sendable, Hashable, Identifiable {
    public enum State: String, Sendable, Hashable, CaseIterable {
        case pending, sent, undeliverable
    }

    public let id: Int64
    public let mail: NewOutgoing
    public let repository: RepositoryID
    public let conversation: ConversationID?
    public let task: TaskID?
    public let state: State
    /// Failed deliveries so far.
    public let attempts: Int
    public let createdAt: Date
    public let nextAttemptAt: Date
    public let sentAt: Date?
    public let lastError: String?
}

extension OutgoingRecord: Stored {
    init(row: Row) throws {
        id = try row.value("id")
        mail = NewOutgoing(
            messageID: try row.value("message_id"), kind: try row.state("kind"),
            recipients: try row.addresses("recipients"), raw: try row.bytes("raw"),
            light: try row.optionalBytes("light"),
            outboxDirectory: try row.value("outbox_directory"))
        repository = try row.value("repository")
        conversation = try row.value("conversation")
        task = try row.value("task")
        state = try row.state("state")
        attempts = try row.value("attempts")
        createdAt = try row.time("created_at")
        nextAttemptAt = try row.time("next_attempt_at")
        sentAt = try row.optionalTime("sent_at")
        lastError = try row.value("last_error")
    }
}
