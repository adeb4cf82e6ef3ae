public import AirutModel
public import FoundationEssentials
import GRDB

/// A mail of ours that somebody has not got, for the operator: without its bytes.
public struct UndeliveredMail: Sendable, Hashable, Codable, Identifiable {
    public let id: OutgoingRecord.ID
    public let state: OutgoingRecord.State
    public let conversation: ConversationID?
    public let recipients: [EmailAddress]
    public let createdAt: Date
    public let attempts: Int
    /// `nil` when it is not tried again by itself.
    public let nextAttemptAt: Date?
    /// What the server said last; first about single recipients.
    public let reasons: [String]
}

extension OutgoingRecord.State: Codable {}

extension UndeliveredMail: Stored {
    init(row: Row) throws {
        id = try row.value("id")
        state = try row.state("state")
        conversation = try row.value("conversation")
        recipients = try row.addresses("open_recipients")
        createdAt = try row.time("created_at")
        attempts = try row.value("attempts")
        nextAttemptAt = try row.optionalTime("next_attempt_at")
        let error: String? = try row.value("last_error")
        let refusals = try row.refusals("refusals")
        reasons = refusals.map(\.description) + (refusals.isEmpty ? [error].compactMap(\.self) : [])
    }
}
