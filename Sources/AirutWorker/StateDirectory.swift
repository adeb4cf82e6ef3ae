public import AirutModel

/// Where a server keeps what it must not lose. Every path a worker uses below the state directory is made here.
///
/// ```
/// <state>/airut.sqlite                          messages, queue, outgoing mail
/// <state>/lock, <state>/instance                held by the running server, and its name
/// <state>/repos/<id>/mirror.git                 bare mirror of the repository
/// <state>/repos/<id>/conversations/<id>/        workspace inbox storage claude, tasks/<id>/outbox
/// ```
public struct StateDirectory: Sendable, Hashable {
    public let path: String

    public init(path: String) { self.path = path }

    public var database: String { path + "/airut.sqlite" }

    public func mirror(of repository: RepositoryID) -> String { "\(folder(of: repository))/mirror.git" }

    public func conversations(of repository: RepositoryID) -> String { "\(folder(of: repository))/conversations" }

    public func conversation(_ id: ConversationID, of repository: RepositoryID) -> ConversationDirectory {
        ConversationDirectory(path: "\(conversations(of: repository))/\(id)")
    }

    func folder(of repository: RepositoryID) -> String { "\(path)/repos/\(repository)" }
}

/// The folders of one conversation; all but ``path`` itself are mounted into its containers.
public struct ConversationDirectory: Sendable, Hashable {
    public let path: String

    public var workspace: String { path + "/workspace" }
    public var inbox: String { path + "/inbox" }
    public var storage: String { path + "/storage" }
    /// Claude Code's own state (sessions), mounted as `~/.claude`.
    public var claude: String { path + "/claude" }

    /// Files of one run that are to leave with its reply. Each run has its own folder, so that a reply which is still
    /// waiting to be sent neither repeats nor loses a file.
    public func outbox(of task: TaskID) -> String { "\(path)/tasks/\(task)/outbox" }
}
