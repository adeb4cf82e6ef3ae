import AirutPolicy

/// Turns what is uncommitted in a workspace into a commit, or counts it.
struct Snapshot {
    let workspace: String
    /// `nil`: only count.
    let commit: GitPublishRequest.Commit?
    /// Whether files that are missing stay in the tree: a sparse checkout leaves them out on purpose.
    let keepsMissing: Bool

    /// - Returns: the commit `HEAD` has afterwards, and how many paths stay uncommitted.
    func take(
        _ repository: borrowing Repository, head: ObjectID, notes: inout Notes
    ) throws(GitFailure) -> (commit: ObjectID, uncommitted: Int) {
        let tree = try repository.tree(of: head)
        let index = try Index()
        try index.read(tree)
        try repository.use(index)
        var changes = try scan(repository, tree, head)
        if keepsMissing, !changes.removed.isEmpty {
            notes.add("\(changes.removed.count) files missing from the sparse checkout were kept in the commit")
            changes.removed = []
        }
        changes.notes.sentences.forEach { notes.add($0) }
        guard let commit, !changes.isEmpty else { return (head, changes.count) }
        try index.apply(changes)
        let newTree = try index.writeTree(to: repository)
        let id = try repository.commit(tree: newTree, parent: head, as: commit)
        try replaceIndex(repository, newTree)
        return (id, 0)
    }

    private func scan(
        _ repository: borrowing Repository, _ tree: borrowing Handle, _ head: ObjectID
    ) throws(GitFailure) -> WorkTreeChanges {
        guard let root = Folder(path: workspace), let git = Folder(FileName(".git"), in: root) else {
            throw GitFailure(kind: .damagedWorkspace, action: "read the workspace", reason: "it is not a folder")
        }
        let blobs = try BlobWriter(repository, attributes: head, stores: commit != nil)
        let scan = WorkTreeScan(tracked: try repository.leaves(of: tree), blobs: blobs)
        let excludes = Folder(FileName("info"), in: git)?.readFile(FileName("exclude"), limitBytes: 1 << 20) ?? []
        return try scan.run(root, excludes: excludes)
    }

    /// The agent's index knows nothing of the new commit: one made from its tree takes its place.
    private func replaceIndex(_ repository: borrowing Repository, _ tree: ObjectID) throws(GitFailure) {
        guard let git = Folder(path: repository.path), git.removeTree(FileName("index")) else { return }
        let index = try Index(newAt: "\(repository.path)/index")
        try index.read(repository.tree(tree))
        try index.save()
    }
}
