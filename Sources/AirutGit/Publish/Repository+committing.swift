import AirutPolicy
import CGit2

extension Repository {
    /// Makes libgit2 use this index wherever it would read the repository's own from its file.
    func use(_ index: borrowing Index) throws(GitFailure) {
        try check("use an index", unsafe git_repository_set_index(pointer, index.pointer))
    }

    /// Adds a commit on top of `HEAD`.
    func commit(
        tree: ObjectID, parent: ObjectID, as details: GitPublishRequest.Commit
    ) throws(GitFailure) -> ObjectID {
        let signature = try signature(details)
        let tree = try self.tree(tree)
        var parentID = parent.raw
        let parent = try Handle("read commit \(parent)", free: { unsafe git_commit_free($0) }) {
            unsafe git_commit_lookup(&$0, pointer, &parentID)
        }
        var id = git_oid()
        var parents: [OpaquePointer?] = unsafe [parent.pointer]
        let status = unsafe git_commit_create(
            &id, pointer, "HEAD", signature.pointer, signature.pointer, nil, details.message, tree.pointer, 1, &parents)
        try check("commit", status)
        return ObjectID(id)
    }

    private func signature(_ details: GitPublishRequest.Commit) throws(GitFailure) -> SignatureHandle {
        try SignatureHandle(name: details.authorName, email: details.authorEmail)
    }
}

/// Who commits, and now.
@safe struct SignatureHandle: ~Copyable {
    let pointer: UnsafeMutablePointer<git_signature>

    init(name: String, email: String) throws(GitFailure) {
        var made: UnsafeMutablePointer<git_signature>?
        try check("sign a commit as \(name) <\(email)>", unsafe git_signature_now(&made, name, email))
        guard let made = unsafe made else {
            throw GitFailure(kind: .other, action: "sign a commit", reason: "libgit2 gave nothing")
        }
        unsafe pointer = unsafe made
    }

    deinit { unsafe git_signature_free(pointer) }
}
