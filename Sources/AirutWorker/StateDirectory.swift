public import AirutModel
import FoundationEssentials

/// Where a server keeps what it must not lose. Every path a worker uses below the state directory is made here.
///
/// ```
/// <state>/airut.sqlite                          messages, queue, outgoing mail
/// <state>/airut.sqlite-reserve                  room for outcomes while the disk is full
/// <state>/lock, <state>/instance                held by the running server, and its name
/// <state>/claude/                               releases of Claude Code
/// <state>/control                               its socket, for `airut status`
/// <state>/networks                              what containers see of their networks
/// <state>/tmp                                   made anew at its start
/// <state>/tmp-<token>                           what earlier servers left there, until it is deleted
/// <state>/repos/<id>/mirror.git                 bare mirror of the repository
/// <state>/repos/<id>/ages.json                  whether the clock jumped
/// <state>/repos/<id>/conversations/<id>/        workspace inbox storage claude, tasks/<id>/outbox
/// ```
public struct StateDirectory: Sendable, Hashable {
    public let path: String

    public init(path: String) { self.path = path }

    /// Releases of Claude Code, shared by all repositories.
    var claude: String { path + "/claude" }

    public var database: String { path + "/airut.sqlite" }

    /// For what need not survive the server; made by it.
    public var scratch: String { path + "/tmp" }

    /// The same of an earlier server, to be deleted.
    public var formerScratch: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasPrefix("tmp-") }.sorted().map { "\(path)/\($0)" }
    }

    /// A new name for it.
    public func newFormerScratch() -> String { "\(scratch)-\(RandomToken.make(length: 8))" }

    /// For ``NetworkSandbox``, which makes it.
    public var networks: String { path + "/networks" }

    public func mirror(of repository: RepositoryID) -> String { "\(folder(of: repository))/mirror.git" }

    public func conversations(of repository: RepositoryID) -> String { "\(folder(of: repository))/conversations" }

    public func conversation(_ id: ConversationID, of repository: RepositoryID) -> ConversationDirectory {
        ConversationDirectory(path: "\(conversations(of: repository))/\(id)")
    }

    /// Tells ``AgeClock`` what the clock did.
    func ages(of repository: RepositoryID) -> String { "\(folder(of: repository))/ages.json" }

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
    public func outbox(of task: TaskID) -> String { "\(tasks)/\(task)/outbox" }

    var tasks: String { path + "/tasks" }
}
