/// What `airut-git` answers to a ``GitRequest``.
public enum GitResponse: Codable, Sendable, Hashable {
    case mirror(GitMirrorState)
    case tree(GitTree)
    case workspace(GitWorkspace)
    case publication(GitPublication)
    case reach(GitReach)
    /// The operation failed in a foreseen way.
    case failed(GitFailure)
}

/// How far a remote lets us in.
public struct GitReach: Codable, Sendable, Hashable {
    /// Without `refs/heads/`; `nil` when the remote does not name one.
    public var defaultBranch: String?
    public var branches: Int
    /// Why nothing can be pushed; `nil` when the server opens a connection for that.
    public var pushFailure: GitFailure?

    public init(defaultBranch: String?, branches: Int, pushFailure: GitFailure?) {
        self.defaultBranch = defaultBranch
        self.branches = branches
        self.pushFailure = pushFailure
    }
}

public struct GitMirrorState: Codable, Sendable, Hashable {
    /// Without `refs/heads/`; may contain `/`.
    public var defaultBranch: String
    /// The default branch's commit, 40 hexadecimal digits.
    public var commit: String

    public init(defaultBranch: String, commit: String) {
        self.defaultBranch = defaultBranch
        self.commit = commit
    }
}

public struct GitTree: Codable, Sendable, Hashable {
    public struct File: Codable, Sendable, Hashable {
        /// Relative to the path that was asked for.
        public var path: String
        public var isExecutable: Bool
        /// Base64.
        public var content: String

        public init(path: String, isExecutable: Bool, content: String) {
            self.path = path
            self.isExecutable = isExecutable
            self.content = content
        }
    }

    public var defaultBranch: String
    public var commit: String
    /// Regular files, sorted by path; empty when the path does not exist.
    public var files: [File]
    /// Entries left out (symbolic links, submodules), each with a reason.
    public var notes: [String]

    public init(defaultBranch: String, commit: String, files: [File], notes: [String]) {
        self.defaultBranch = defaultBranch
        self.commit = commit
        self.files = files
        self.notes = notes
    }
}

public struct GitWorkspace: Codable, Sendable, Hashable {
    public var defaultBranch: String
    /// The commit the workspace begins at.
    public var commit: String

    public init(defaultBranch: String, commit: String) {
        self.defaultBranch = defaultBranch
        self.commit = commit
    }
}

public struct GitPublication: Codable, Sendable, Hashable {
    public enum Outcome: String, Codable, Sendable {
        /// Nothing differs from the base (or from what was pushed before).
        case nothingToPublish
        case pushed
        /// A protected path changed; nothing was pushed.
        case refusedProtectedPaths
        /// Somebody else's commits are on the branch; nothing was pushed.
        case diverged
    }

    public struct Change: Codable, Sendable, Hashable {
        public var path: String
        public var addedLines: Int
        public var deletedLines: Int

        public init(path: String, addedLines: Int, deletedLines: Int) {
            self.path = path
            self.addedLines = addedLines
            self.deletedLines = deletedLines
        }
    }

    public var outcome: Outcome
    /// The workspace's `HEAD` commit afterwards.
    public var commit: String
    /// Subjects of the commits since the base, newest first, at most 50.
    public var commitSubjects: [String]
    /// Changes since the merge base, at most 200; ``changedPaths`` counts all.
    public var changes: [Change]
    public var changedPaths: Int
    /// Protected paths that changed.
    public var protectedPaths: [String]
    /// Uncommitted paths that were left alone because no commit was asked for.
    public var uncommittedPaths: Int
    /// What the hardening removed or replaced below `.git`, each a sentence.
    public var notes: [String]

    public init(
        outcome: Outcome, commit: String, commitSubjects: [String] = [], changes: [Change] = [], changedPaths: Int = 0,
        protectedPaths: [String] = [], uncommittedPaths: Int = 0, notes: [String] = []
    ) {
        self.outcome = outcome
        self.commit = commit
        self.commitSubjects = commitSubjects
        self.changes = changes
        self.changedPaths = changedPaths
        self.protectedPaths = protectedPaths
        self.uncommittedPaths = uncommittedPaths
        self.notes = notes
    }
}

/// Why a git operation failed, as a person must know it.
public struct GitFailure: Codable, Sendable, Hashable, Error, CustomStringConvertible {
    public enum Kind: String, Codable, Sendable {
        /// The remote could not be reached; trying again may help.
        case unreachable
        /// The operation was ended at its deadline.
        case timedOut
        /// The credential was refused or is missing.
        case unauthorized
        /// The remote has no such repository, or it has no commit yet.
        case notFound
        /// The workspace's `.git` cannot be trusted or is broken.
        case damagedWorkspace
        /// What is in the mirror cannot be read: it has to be marked, see ``GitFailure/damagedMirrorMark``.
        case damagedMirror
        /// What is there, or was asked for, is not valid or larger than allowed: it fails each time in the same way.
        case unusable
        /// Anything else.
        case other
    }

    /// A file of this name in a mirror makes the next refresh build a new one. Whoever only reads a mirror cannot write it.
    public static let damagedMirrorMark = "airut-damaged"

    public var kind: Kind
    /// What was being done, as a verb phrase: "fetch https://example.org/web.git".
    public var action: String
    /// Why it failed, without a trailing period.
    public var reason: String

    public init(kind: Kind, action: String, reason: String) {
        self.kind = kind
        self.action = action
        self.reason = reason
    }

    public var description: String { "cannot \(action): \(reason)" }
}
