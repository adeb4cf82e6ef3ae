import AirutPolicy
import CGit2

extension Repository {
    /// The branch `HEAD` names, without `refs/heads/`; it may have no commit yet. `nil` when `HEAD` is detached.
    func headBranch() throws(GitFailure) -> String? {
        let head = try Handle("read HEAD of \(path)", free: { unsafe git_reference_free($0) }) {
            unsafe git_reference_lookup(&$0, pointer, "HEAD")
        }
        guard let target = unsafe git_reference_symbolic_target(head.pointer) else { return nil }
        let name = unsafe String(cString: target)
        let prefix = "refs/heads/"
        return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
    }

    func setHead(branch: String) throws(GitFailure) {
        try check("set HEAD of \(path)", unsafe git_repository_set_head(pointer, "refs/heads/\(branch)"))
    }

    /// The default branch of a mirror and its commit.
    func defaultBranch() throws(GitFailure) -> (name: String, commit: ObjectID) {
        guard let name = try headBranch(), let commit = try commit(of: "refs/heads/\(name)") else {
            throw GitFailure(
                kind: .notFound, action: "read the default branch of \(path)", reason: "it has no commit yet")
        }
        return (name, commit)
    }

    /// The tree of a commit.
    func tree(of commit: ObjectID) throws(GitFailure) -> Handle {
        var id = commit.raw
        let object = try Handle("read commit \(commit)", free: { unsafe git_commit_free($0) }) {
            unsafe git_commit_lookup(&$0, pointer, &id)
        }
        return try Handle("read the tree of \(commit)", free: { unsafe git_tree_free($0) }) {
            unsafe git_commit_tree(&$0, object.pointer)
        }
    }
}
