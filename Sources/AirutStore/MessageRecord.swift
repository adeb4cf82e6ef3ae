public import AirutModel
public import FoundationEssentials
import GRDB

/// A mail that reached a repository's mailbox, and what became of it.
public struct MessageRecord: Sendable, Hashable, Identifiable {
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Stored, not looked at yet.
        case received
        /// Not acted upon; ``MessageRecord/reason`` says why.
        case refused
        /// Part of a conversation, waiting for its run's reply.
        case queued
        /// Its run's reply is sent or waits in the outgoing mail.
        case answered
        /// Could not be read twice, or cost the server its life too often; kept for the operator.
        case quarantined
    }

    public let id: Int64
    public let repository: RepositoryID
    public let messageID: MessageID?
    public let sha256: [UInt8]
    /// Size in the mailbox; more than what is stored if ``isTruncated``.
    public let byteCount: Int
    /// Too large: only the header was loaded.
    public let isTruncated: Bool
    public let receivedAt: Date
    public let state: State
    /// How often it was begun to decide about it without coming to an end, counted before each time.
    public let attempts: Int
    /// How often the reader did not survive it.
    public let readerCrashes: Int
    /// The `From` address; proven only when there is an ``acceptance``.
    public let sender: String?
    public let subject: String?
    public let conversation: ConversationID?
    public let task: TaskID?
    /// Why it was refused or quarantined, a sentence.
    public let reason: String?
    /// Why it was accepted, a sentence; of a refused one, why its sender was told.
    public let acceptance: String?
    /// What the reader found, as the worker encoded it.
    public let document: Data?
    /// The agent has worked on it in the conversation's session; says nothing once that session is lost.
    public let isHeard: Bool
}

extension MessageRecord: Stored {
    init(row: Row) throws {
        id = try row.value("id")
        repository = try row.value("repository")
        messageID = try row.value("message_id")
        sha256 = try row.bytes("sha256")
        byteCount = try row.value("bytes")
        isTruncated = try row.value("is_truncated")
        receivedAt = try row.time("received_at")
        state = try row.state("state")
        attempts = try row.value("attempts")
        readerCrashes = try row.value("reader_crashes")
        sender = try row.value("sender")
        subject = try row.value("subject")
        conversation = try row.value("conversation")
        task = try row.value("task")
        reason = try row.value("reason")
        acceptance = try row.value("acceptance")
        document = try row.value("document")
        isHeard = try row.value("is_heard")
    }
}
