import AirutPolicy
import CGit2
import Glibc

/// Makes a self-contained clone of a mirror that shares no inode with it.
///
/// The references are read before the objects are copied, and while the mirror's ``MirrorLease`` is held nothing in it goes:
/// a refresh going on at the same time cannot leave a reference without its commit.
struct WorkspaceCreation {
    let mirror: String
    let workspace: String
    let branch: String
    let url: String
    let maximumBytes: Int

    func run() throws(GitFailure) -> GitWorkspace {
        Library.ready
        Library.setDurable(false)
        try BranchName.check(branch)
        let address = try RemoteAddress(url)
        SiblingFolder.sweep(workspace)
        let source = try Repository(openingBare: mirror)
        let (defaultBranch, commit) = try source.defaultBranch()
        try checkSize(of: commit, in: source)
        let references = try packedReferences(of: source, commit: commit, defaultBranch: defaultBranch)
        let sibling = try SiblingFolder(of: workspace)
        try fill(sibling.path, references: references, url: address.text)
        try checkOut(sibling.path)
        try sibling.commit()
        return GitWorkspace(defaultBranch: defaultBranch, commit: commit.description)
    }

    /// A small pack can hold files that fill every disk.
    private func checkSize(of commit: ObjectID, in source: borrowing Repository) throws(GitFailure) {
        var bytes = 0
        for entry in try source.leaves(of: source.tree(of: commit)).values where entry.kind != .submodule {
            bytes += try source.sizeBytes(of: entry.id)
            guard bytes <= maximumBytes else {
                throw GitFailure(
                    kind: .unusable, action: "create \(workspace)",
                    reason: "the files of the default branch take more than \(maximumBytes) bytes")
            }
        }
    }

    /// Every branch as `refs/remotes/origin/…`, every tag, the default branch and the workspace's branch, as lines of a
    /// `packed-refs` file.
    private func packedReferences(
        of source: borrowing Repository, commit: ObjectID, defaultBranch: String
    ) throws(GitFailure) -> String {
        var targets: [String: String] = [:]
        for (name, target) in try source.references() {
            if name.hasPrefix("refs/tags/") { targets[name] = target.description }
            if name.hasPrefix("refs/heads/") {
                targets["refs/remotes/origin/\(name.dropFirst("refs/heads/".count))"] = target.description
            }
        }
        // A branch and a folder of branches cannot have the same name.
        if !branch.hasPrefix(defaultBranch + "/"), !defaultBranch.hasPrefix(branch + "/") {
            targets["refs/heads/\(defaultBranch)"] = commit.description
        }
        targets["refs/heads/\(branch)"] = commit.description
        return targets.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)\n" }.joined()
    }

    private func fill(_ path: String, references: String, url: String) throws(GitFailure) {
        let action = "create \(workspace)"
        guard let folder = Folder(path: path), folder.makeFolder(FileName(".git")),
            let git = Folder(FileName(".git"), in: folder)
        else { throw GitFailure(kind: .other, action: action, reason: "its .git folder cannot be made") }
        for name in ["refs", "refs/heads", "refs/tags", "objects", "info"] { _ = git.makeFolder(FileName(name)) }
        let files = [
            ("packed-refs", references), ("HEAD", "ref: refs/heads/\(branch)\n"),
            ("config", WorkspaceConfiguration.text(url: url)),
        ]
        for (name, text) in files where !git.writeFile(FileName(name), FileName(text)) {
            throw GitFailure(kind: .other, action: action, reason: "\(name) cannot be written")
        }
        guard let from = Folder(path: "\(mirror)/objects"), let to = Folder(FileName("objects"), in: git) else {
            throw GitFailure(kind: .other, action: action, reason: "the mirror has no objects folder")
        }
        try ObjectCopy.copy(from, to: to, action: action)
    }

    private func checkOut(_ path: String) throws(GitFailure) {
        let repository = try Handle("open \(path)", free: { unsafe git_repository_free($0) }) {
            unsafe git_repository_open_ext(&$0, path, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil)
        }
        var options = unsafe git_checkout_options()
        unsafe git_checkout_options_init(&options, UInt32(GIT_CHECKOUT_OPTIONS_VERSION))
        unsafe options.checkout_strategy = GIT_CHECKOUT_FORCE.rawValue
        try check("check out \(branch)", unsafe git_checkout_head(repository.pointer, &options))
    }
}
