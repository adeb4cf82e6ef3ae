public import AirutModel
public import FoundationEssentials
import GRDB

/// One mail thread with its workspace.
public struct ConversationRecord: Sendable, Hashable, Identifiable {
    public let id: ConversationID
    public let repository: RepositoryID
    public let createdAt: Date
    public internal(set) var lastActivityAt: Date
    /// Proven senders, in the order they came in.
    public var participants: [EmailAddress]
    public let subject: String
    /// Fixed for the conversation once it is known, at the latest with its first run.
    public var model: String?
    public var effort: String?
    /// The commit the workspace began at; `nil` until it exists.
    public var workspaceBase: String?
    /// The default branch the workspace began at.
    public var defaultBranch: String?
    /// Claude Code's session to resume.
    public var sessionID: String?
    /// The branch that is pushed to.
    public var branch: String?
    /// The commit that was pushed last.
    public var lastPushed: String?
    public var pullRequestNumber: Int?
    public var pullRequestURL: String?
}

extension ConversationRecord: Stored {
    init(row: Row) throws {
        id = try row.value("id")
        repository = try row.value("repository")
        createdAt = try row.time("created_at")
        lastActivityAt = try row.time("last_activity_at")
        participants = try row.addresses("participants")
        subject = try row.value("subject")
        model = try row.value("model")
        effort = try row.value("effort")
        workspaceBase = try row.value("workspace_base")
        defaultBranch = try row.value("default_branch")
        sessionID = try row.value("session_id")
        branch = try row.value("branch")
        lastPushed = try row.value("last_pushed")
        pullRequestNumber = try row.value("pull_request_number")
        pullRequestURL = try row.value("pull_request_url")
    }

    /// Writes what may change.
    func update(_ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE conversation SET last_activity_at = ?, participants = ?, model = ?, effort = ?, workspace_base = ?, default_branch = ?,
                    session_id = ?, branch = ?, last_pushed = ?, pull_request_number = ?, pull_request_url = ?
                WHERE id = ?
                """,
            arguments: [
                lastActivityAt.column, participants.column(), model, effort, workspaceBase, defaultBranch, sessionID,
                branch,
                lastPushed,
                pullRequestNumber, pullRequestURL, id.column,
            ])
    }
}
