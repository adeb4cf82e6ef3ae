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
    /// How often it was taken from the queue since its agent last ran.
    public let attempts: Int
    /// How often the server was killed while it was being prepared, since then.
    public let serverDeaths: Int
    /// How often it could not be prepared since then; outages of remotes and crashes do not count.
    public let preparationFailures: Int
    /// How often a failure of the model's service cut it off.
    public let serviceFailures: Int
    /// When it first met a usage limit.
    public let limitedSince: Date?
    /// Who wanted it to end, as ``Stopper`` writes it.
    public let stoppedBy: Stopper?
    public let createdAt: Date
    /// Stays in the queue until then.
    public let notBefore: Date?
    public let claimedAt: Date?
    /// When the agent may have begun to act: killed from then on, a run is not repeated but reported.
    public let startedAt: Date?
    public let endedAt: Date?
    public let outcome: String?
    public let replyText: String?
    /// Of all its attempts so far, like the next two.
    public let costUSD: Double?
    public let duration: Duration?
    public let turns: Int?
    public let containerName: String?
    /// Its agent has ended with success: what is left to be done. `nil` before that, and afterwards.
    public let conclusion: Conclusion?
    /// For the operator: why it waits, or how it ended.
    public let detail: String?

    /// Its agent ran before, was cut off, and is to go on.
    public var hasBegun: Bool { serviceFailures > 0 || limitedSince != nil }

    /// Its agent may have done something, now or before it was cut off.
    public var mayHaveActed: Bool { hasBegun || startedAt != nil }
}

extension TaskRecord: Stored {
    init(row: Row) throws {
        id = try row.value("id")
        repository = try row.value("repository")
        conversation = try row.value("conversation")
        state = try row.state("state")
        attempts = try row.value("attempts")
        serverDeaths = try row.value("server_deaths")
        preparationFailures = try row.value("preparation_failures")
        serviceFailures = try row.value("service_failures")
        limitedSince = try row.optionalTime("limited_since")
        let stopper: String? = try row.value("stopped_by")
        stoppedBy = stopper.map(Stopper.init)
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
        conclusion = try row.conclusion("conclusion")
        detail = try row.value("detail")
    }
}
