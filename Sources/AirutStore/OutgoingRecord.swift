public import AirutModel
public import FoundationEssentials
import GRDB

/// A mail of ours on its way.
public struct OutgoingRecord: Sendable, Hashable, Identifiable {
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// To be sent, before any later mail of its conversation.
        case pending
        case sent
        /// Somebody did not get it, for good or for days: to be shown to the operator. It holds up nothing any more.
        case undeliverable
    }

    public let id: Int64
    public let mail: NewOutgoing
    public let repository: RepositoryID
    public let conversation: ConversationID?
    public let task: TaskID?
    public let state: State
    /// Those who have not got it yet.
    public let openRecipients: [EmailAddress]
    /// Those of ``openRecipients`` whom the server will not take it for.
    public let refusals: [RecipientRefusal]
    /// Failed deliveries so far.
    public let attempts: Int
    /// How long it waited between them: what counts is this, not what the clock says.
    public let waited: Duration
    public let createdAt: Date
    /// `nil` when it is not tried again by itself.
    public let nextAttemptAt: Date?
    public let sentAt: Date?
    public let lastError: String?

    /// Whom to offer it for.
    public var recipientsToTry: [EmailAddress] {
        let refused = Set(refusals.map(\.recipient))
        return openRecipients.filter { !refused.contains($0) }
    }
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
        openRecipients = try row.addresses("open_recipients")
        refusals = try row.refusals("refusals")
        attempts = try row.value("attempts")
        waited = .seconds(try row.value("waited") as Double)
        createdAt = try row.time("created_at")
        nextAttemptAt = try row.optionalTime("next_attempt_at")
        sentAt = try row.optionalTime("sent_at")
        lastError = try row.value("last_error")
    }
}
