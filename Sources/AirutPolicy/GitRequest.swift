/// One operation for `airut-git`: JSON on its standard input, a ``GitResponse`` as JSON on its standard output.
///
/// The exit status is 0 with a response, or 1 with a sentence on standard error. Paths are absolute. Files
/// that are needed only meanwhile go to `TMPDIR`: its parent makes it for one operation and removes it. `Secret` stays out of
/// this type because it travels: whoever fills in a credential calls `reveal()`.
public enum GitRequest: Codable, Sendable, Hashable {
    /// Creates the bare mirror if it is missing, fetches every branch and tag, prunes, and follows the remote's default
    /// branch. Answers ``GitResponse/mirror(_:)``.
    /// Fails when a fetch would bring more than `maximumBytes`.
    case refreshMirror(
        url: String, mirror: String, credential: GitCredential?, maximumBytes: Int = GitRequest.generousBytes)
    /// Fetches everything anew when the mirror is old or holds much that no reference leads to any more, and does nothing
    /// otherwise. Answers and fails as a refresh.
    case renewMirror(
        url: String, mirror: String, credential: GitCredential?, maximumBytes: Int = GitRequest.generousBytes)
    /// Reads every file below `path` in the default branch's tree of the mirror. Answers ``GitResponse/tree(_:)``.
    case readTree(mirror: String, path: String, maximumBytes: Int)
    /// Makes a self-contained clone (no inode shared with the mirror) whose checked-out branch `branch` begins at the
    /// default branch, with `origin` named `url`. Answers ``GitResponse/workspace(_:)``.
    /// Fails when the checked-out files would take more than `maximumBytes`.
    case createWorkspace(
        mirror: String, workspace: String, branch: String, url: String, maximumBytes: Int = GitRequest.generousBytes)
    /// Hardens `.git`, commits what is uncommitted if `commit` is given, and pushes `HEAD` to `branch` of `url`.
    /// Answers ``GitResponse/publication(_:)``.
    case publish(GitPublishRequest)

    /// Connects for fetching and then for pushing, and transfers nothing. Answers ``GitResponse/reach(_:)``.
    case reach(url: String, credential: GitCredential?)

    /// More than any repository that can be worked with, less than a disk.
    public static let generousBytes = 16 << 30
}

public struct GitCredential: Codable, Sendable, Hashable {
    /// For https: the user name beside the token (`x-access-token` suits GitHub); for ssh: the remote user.
    public var username: String
    /// For https: password or token.
    public var token: String?
    /// For ssh: path of the private key file (libssh2 finds the public half itself).
    public var sshKeyPath: String?
    /// For ssh: path of the `known_hosts` file the server's key must stand in.
    public var knownHostsPath: String?
    /// For https: PEM file of additional certificate authorities.
    public var caFilePath: String?

    public init(
        username: String, token: String? = nil, sshKeyPath: String? = nil, knownHostsPath: String? = nil,
        caFilePath: String? = nil
    ) {
        self.username = username
        self.token = token
        self.sshKeyPath = sshKeyPath
        self.knownHostsPath = knownHostsPath
        self.caFilePath = caFilePath
    }
}

public struct GitPublishRequest: Codable, Sendable, Hashable {
    /// How uncommitted changes become a commit.
    public struct Commit: Codable, Sendable, Hashable {
        public var message: String
        public var authorName: String
        public var authorEmail: String

        public init(message: String, authorName: String, authorEmail: String) {
            self.message = message
            self.authorName = authorName
            self.authorEmail = authorEmail
        }
    }

    public var workspace: String
    public var mirror: String
    public var url: String
    public var credential: GitCredential?
    /// The branch to push to, without `refs/heads/`.
    public var branch: String
    /// The commit the workspace began at: what is reported and checked is the difference from its merge base.
    public var base: String
    /// What this conversation pushed last; a rewritten history may replace exactly that and nothing else.
    public var lastPushed: String?
    /// `nil`: uncommitted changes stay in the workspace and are only counted.
    public var commit: Commit?
    /// Globs of paths that may not change (`**` spans folders): a change to one refuses the push.
    public var protectedPaths: [String]

    public init(
        workspace: String, mirror: String, url: String, credential: GitCredential?, branch: String, base: String,
        lastPushed: String?, commit: Commit?, protectedPaths: [String]
    ) {
        self.workspace = workspace
        self.mirror = mirror
        self.url = url
        self.credential = credential
        self.branch = branch
        self.base = base
        self.lastPushed = lastPushed
        self.commit = commit
        self.protectedPaths = protectedPaths
    }
}
