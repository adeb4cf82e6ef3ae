import AirutPolicy
import CGit2

/// Whether protected paths are, in everything that would be pushed, as the workspace began or as the default branch has
/// them now.
///
/// Where the agent's branch leaves the others' history says nothing: it may begin at any old commit, and with that bring
/// back what has been mended since. And each commit counts, because a server may act on each.
struct ProtectionCheck: ~Copyable {
    private static let mostReported = 200

    private let protected: ProtectedPaths
    private let base: ObjectID
    /// The default branch's tree, in the mirror.
    private let current: Handle
    /// Commits that were found to be as they should, or not, with each violation noted.
    private var inspected: Set<ObjectID> = []
    /// Offending paths for people, each once.
    private(set) var violations: [String] = []

    init(_ protected: ProtectedPaths, base: ObjectID, mirror: borrowing Repository) throws(GitFailure) {
        self.protected = protected
        self.base = base
        current = try mirror.tree(of: mirror.defaultBranch().commit)
    }

    /// Compares one commit with the base.
    mutating func inspect(_ commit: ObjectID, in repository: borrowing Repository) throws(GitFailure) {
        try inspect(commit, against: base, in: repository)
    }

    /// Inspects every commit before `commit` that none of the known ones leads to, oldest first.
    ///
    /// One whose first parent was inspected is compared with that: what it did not change was looked at there.
    mutating func inspectHistory(
        of commit: ObjectID, without known: [ObjectID], in repository: borrowing Repository
    ) throws(GitFailure) {
        for new in try repository.commits(from: commit, without: known) {
            let parent = try repository.firstParent(of: new)
            try inspect(new, against: parent.flatMap { inspected.contains($0) ? $0 : nil } ?? base, in: repository)
        }
    }

    private mutating func inspect(
        _ commit: ObjectID, against old: ObjectID, in repository: borrowing Repository
    ) throws(GitFailure) {
        guard inspected.insert(commit).inserted else { return }
        let diff = try repository.difference(from: old, to: commit)
        let count = unsafe git_diff_num_deltas(diff.pointer)
        for index in 0..<count {
            guard let delta = unsafe git_diff_get_delta(diff.pointer, index)?.pointee else { continue }
            unsafe try inspect(delta, old: old, in: repository)
        }
    }

    private mutating func inspect(
        _ delta: git_diff_delta, old: ObjectID, in repository: borrowing Repository
    ) throws(GitFailure) {
        guard let name = unsafe delta.new_file.path ?? delta.old_file.path else { return }
        let path = unsafe FileName(cString: name)
        let canHideFolder = unsafe [delta.new_file.mode, delta.old_file.mode].contains {
            $0 == GIT_FILEMODE_LINK.rawValue || $0 == GIT_FILEMODE_COMMIT.rawValue
        }
        guard protected.covers(path, canHideFolder: canHideFolder) else { return }
        let isThere = unsafe delta.status != GIT_DELTA_DELETED
        let new =
            unsafe isThere
            ? TreeEntry(kind: .init(mode: UInt32(delta.new_file.mode)), id: ObjectID(delta.new_file.id)) : nil
        if try new == repository.leaf(path, in: current) { return }
        // Compared with a parent, the base may still be what it went back to.
        if old != base, try new == repository.leaf(path, in: repository.tree(of: base)) { return }
        let printable = path.printable
        if violations.count < Self.mostReported, !violations.contains(printable) { violations.append(printable) }
    }
}
