import AirutPolicy
import CGit2

extension Repository {
    /// The best common ancestor; `nil` when the histories are unrelated.
    func mergeBase(_ one: ObjectID, _ other: ObjectID) throws(GitFailure) -> ObjectID? {
        var id = git_oid()
        var (left, right) = (one.raw, other.raw)
        let status = unsafe git_merge_base(&id, pointer, &left, &right)
        if status == GIT_ENOTFOUND.rawValue { return nil }
        try check("compare \(one) with \(other)", status)
        return ObjectID(id)
    }

    /// Whether `ancestor` is `commit` or one of those before it.
    func isAncestor(_ ancestor: ObjectID, of commit: ObjectID) throws(GitFailure) -> Bool {
        guard ancestor != commit else { return true }
        guard contains(ancestor) else { return false }
        var (first, second) = (commit.raw, ancestor.raw)
        let status = unsafe git_graph_descendant_of(pointer, &first, &second)
        try check("compare \(commit) with \(ancestor)", status)
        return status == 1
    }

    /// Subjects of the commits that lead to `commit` and not to `base`, newest first.
    func subjects(from commit: ObjectID, without base: ObjectID, most: Int) throws(GitFailure) -> [String] {
        let walk = try walk(from: commit, without: [base], sorting: GIT_SORT_TOPOLOGICAL.rawValue)
        var subjects: [String] = []
        while subjects.count < most, let next = try Self.next(of: walk) { subjects.append(try subject(of: next)) }
        return subjects
    }

    /// The commits that lead to `commit` and to none of the known ones, parents before children.
    func commits(from commit: ObjectID, without known: [ObjectID]) throws(GitFailure) -> [ObjectID] {
        let sorting = GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_REVERSE.rawValue
        let walk = try walk(from: commit, without: known.filter { contains($0) }, sorting: sorting)
        var commits: [ObjectID] = []
        while let next = try Self.next(of: walk) { commits.append(next) }
        return commits
    }

    private func walk(
        from commit: ObjectID, without known: [ObjectID], sorting: UInt32
    ) throws(GitFailure) -> Handle {
        let walk = try Handle("walk the history", free: { unsafe git_revwalk_free($0) }) {
            unsafe git_revwalk_new(&$0, pointer)
        }
        try check("walk the history", unsafe git_revwalk_sorting(walk.pointer, sorting))
        var start = commit.raw
        try check("walk the history", unsafe git_revwalk_push(walk.pointer, &start))
        for end in known {
            var end = end.raw
            try check("walk the history", unsafe git_revwalk_hide(walk.pointer, &end))
        }
        return walk
    }

    /// `nil` at the end.
    private static func next(of walk: borrowing Handle) throws(GitFailure) -> ObjectID? {
        var id = git_oid()
        let status = unsafe git_revwalk_next(&id, walk.pointer)
        if status == GIT_ITEROVER.rawValue { return nil }
        try check("walk the history", status)
        return ObjectID(id)
    }

    func firstParent(of id: ObjectID) throws(GitFailure) -> ObjectID? {
        var raw = id.raw
        let commit = try Handle("read commit \(id)", free: { unsafe git_commit_free($0) }) {
            unsafe git_commit_lookup(&$0, pointer, &raw)
        }
        return unsafe git_commit_parent_id(commit.pointer, 0).map { unsafe ObjectID($0.pointee) }
    }

    /// The commits of every branch.
    func branchCommits() throws(GitFailure) -> [ObjectID] {
        Array(Set(try references().filter { $0.key.hasPrefix("refs/heads/") }.values))
    }

    private func subject(of id: ObjectID) throws(GitFailure) -> String {
        var raw = id.raw
        let commit = try Handle("read commit \(id)", free: { unsafe git_commit_free($0) }) {
            unsafe git_commit_lookup(&$0, pointer, &raw)
        }
        guard let summary = unsafe git_commit_summary(commit.pointer) else { return "" }
        return unsafe FileName(cString: summary).printable
    }
}
