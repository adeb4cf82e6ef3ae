public import AirutModel
public import FoundationEssentials
import GRDB

/// One run of the agent, from the queue to its end.
public struct TaskRecord: Sendable, Hashable, Identifiable {
    public enum State: String, Sendable, Hashable, CaseIterable {
        case queued
        /// Being prepared (``TaskRecord/startedAt`` is `nil`) or with the agent started.
        case running
        case finished
        /// The server stopped while the agent ran; the sender was told.
        case interrupted
    }

    public let id: TaskID
    public let repository: RepositoryID
    public let conversation: ConversationID
    public let state: State
    /// How often it was taken from the queue.
    public let attempts: Int
    public let createdAt: Date
    /// Stays in the queue until then.
    public let notBefore: Date?
    public let claimedAt: Date?
    /// When the agent may have begun to act: a run with this is never repeated by itself.
    public let startedAt: Date?
    public let endedAt: Date?
    public let outcome: String?
    public let replyText: String?
    public let costUSD: Double?
    public let duration: Duration?
    public let turns: Int?
    public let containerName: String?
    /// For the operator: why it waits, or how it ended.
    public let detail: String?
}

extension TaskRecord: Stored {
    init(row: Row) throws {
        id = try row.value("id")
        repository = try row.value("repository")
        conversation = try row.value("conversation")
        state = try row.state("state")
        attempts = try row.value("attempts")
        createdAt = try row.time("created_at")
        notBefore = try row.optionalTime("not_before")
        claimedAt = try row.optionalTime("claimed_at")
        startedAt = try row.optionalTime("started_at")
        endedAt = try row.optionalTime("ended_at")
        outcome = try row.value("outcome")
        replyText = try row.value("reply_text")
        costUSD = try row.value("cost_usd")
        let milliseconds: Int64? = try row.value("duration_ms")
        duration = milliseconds.map { .milliseconds($0) }
        turns = try row.value("turns")
        containerName = try row.value("container_name")
        detail = try row.value("detail")
    }
}
