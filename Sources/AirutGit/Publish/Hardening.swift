import AirutPolicy
import Glibc

/// Makes a workspace's `.git`, which belonged to the agent, safe to open: afterwards it consists of folders and regular
/// files only, and nothing in it names a program to run or a place to read.
///
/// Everything is reached by folder descriptors without following links. The container must have exited.
struct Hardening {
    /// Removed silently: libgit2 and git make these again, and parsing hostile ones would be a needless risk.
    static let caches = ["objects/info/commit-graph", "objects/info/commit-graphs", "objects/pack/multi-pack-index"]
    /// Removed and reported: each makes git read or run something else.
    static let tricks = [
        "commondir", "gitdir", "worktrees", "modules", "config.worktree", "shallow", "info/attributes", "info/grafts",
        "info/sparse-checkout", "objects/info/alternates", "objects/info/http-alternates", "refs/replace",
    ]
    /// Without these as they should be it is no repository.
    static let essentials: [(name: String, isFolder: Bool)] = [("HEAD", false), ("objects", true), ("refs", true)]
    private static let objects = FileName(".git/objects/")
    private static let deepest = 64
    private static let largestReferenceFileBytes = 64 << 20

    let workspace: String
    /// The address of `origin` in the configuration that replaces the agent's.
    let url: String

    /// What was found besides.
    struct Finding {
        /// What was removed or replaced.
        var notes = Notes()
        /// Files that are missing were left out on purpose.
        var isSparse = false
    }

    /// - Throws: when it cannot be made safe.
    func run() throws(GitFailure) -> Finding {
        var finding = Finding()
        guard let root = Folder(path: workspace) else { throw damaged("it is not a folder") }
        guard let entry = root.entry(FileName(".git")) else { throw damaged("its .git folder is gone") }
        guard entry.isFolder, let git = Folder(entry.name, in: root) else {
            throw damaged("its .git is not a folder")
        }
        for (name, isFolder) in Self.essentials {
            guard let entry = git.entry(FileName(name)) else { throw damaged("its .git/\(name) is gone") }
            guard isFolder ? entry.isFolder : entry.isFile else {
                throw damaged("its .git/\(name) is not a \(isFolder ? "folder" : "regular file")")
            }
        }
        try clean(git, path: FileName(".git"), depth: 0, &finding.notes)
        finding.isSparse = Folder(FileName("info"), in: git)?.entry(FileName("sparse-checkout")) != nil
        noteUnfinished(git, &finding.notes)
        try removeTricks(git, &finding.notes)
        try replaceConfiguration(git, &finding.notes)
        for name in ["HEAD", "packed-refs"] {
            if let size = git.entry(FileName(name))?.status.st_size, size > Self.largestReferenceFileBytes {
                throw damaged("its .git/\(name) has \(size) bytes")
            }
        }
        return finding
    }

    private func noteUnfinished(_ git: borrowing Folder, _ notes: inout Notes) {
        let states = [
            ("MERGE_HEAD", "merge"), ("rebase-merge", "rebase"), ("rebase-apply", "rebase"),
            ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert"),
        ]
        for (name, action) in states where git.entry(FileName(name)) != nil {
            notes.add("a \(action) was not finished in the workspace")
        }
    }

    /// Removes everything that is neither folder nor regular file, and what a git that was stopped left.
    private func clean(
        _ folder: borrowing Folder, path: FileName, depth: Int, _ notes: inout Notes
    ) throws(GitFailure) {
        guard depth < Self.deepest else { throw damaged("\(path.printable) is nested too deeply") }
        guard let entries = folder.entries() else { throw damaged("\(path.printable) cannot be read") }
        for entry in entries {
            let path = path.appending(entry.name)
            if entry.isFolder {
                guard let child = Folder(entry.name, in: folder) else {
                    throw damaged("\(path.printable) cannot be read")
                }
                try clean(child, path: path, depth: depth + 1, &notes)
            } else if !entry.isFile {
                try remove(entry.name, from: folder, path)
                notes.add(
                    "\(path.printable) was \(entry.isLink ? "a symbolic link" : "a special file") and was removed")
            } else if Leftover.isLock(entry.name) || path.starts(with: Self.objects) && Leftover.isTemporary(entry.name)
            {
                try remove(entry.name, from: folder, path)
            }
        }
    }

    private func removeTricks(_ git: borrowing Folder, _ notes: inout Notes) throws(GitFailure) {
        for name in Self.caches { _ = try removePath(name, in: git) }
        try removeOwnReferences(git)
        for name in Self.tricks where try removePath(name, in: git) {
            notes.add(".git/\(name) was removed")
        }
        let hooks = Folder(FileName("hooks"), in: git)?.entries() ?? []
        if try removePath("hooks", in: git),
            hooks.contains(where: { !$0.name.reversed().starts(with: ".sample".utf8.reversed()) })
        {
            notes.add(".git/hooks was removed")
        }
    }

    /// Nothing is reported: most are what a push that was killed left.
    private func removeOwnReferences(_ git: borrowing Folder) throws(GitFailure) {
        guard let references = Folder(FileName("refs"), in: git) else { return }
        for entry in references.entries() ?? [] where entry.name.starts(with: FileName("airut")) {
            try remove(entry.name, from: references, FileName(".git/refs").appending(entry.name))
        }
    }

    private func replaceConfiguration(_ git: borrowing Folder, _ notes: inout Notes) throws(GitFailure) {
        let ours = FileName(WorkspaceConfiguration.text(url: url))
        let name = FileName("config")
        if git.readFile(name, limitBytes: 1 << 20) == ours { return }
        guard git.entry(name)?.isFolder != true || git.removeTree(name), git.writeFile(name, ours) else {
            throw damaged("its .git/config cannot be replaced")
        }
        notes.add(".git/config was replaced")
    }

    /// - Returns: whether there was something.
    private func removePath(_ path: String, in git: borrowing Folder) throws(GitFailure) -> Bool {
        let parts = path.split(separator: "/").map { FileName(String($0)) }
        return try remove(parts[...], below: git, FileName(".git/" + path))
    }

    private func remove(
        _ parts: ArraySlice<FileName>, below folder: borrowing Folder, _ path: FileName
    ) throws(GitFailure) -> Bool {
        guard let name = parts.first, folder.entry(name) != nil else { return false }
        if parts.count > 1 {
            guard let child = Folder(name, in: folder) else { return false }
            return try remove(parts.dropFirst(), below: child, path)
        }
        try remove(name, from: folder, path)
        return true
    }

    private func remove(_ name: FileName, from folder: borrowing Folder, _ path: FileName) throws(GitFailure) {
        guard folder.removeTree(name) else { throw damaged("\(path.printable) cannot be removed") }
    }

    private func damaged(_ reason: String) -> GitFailure {
        GitFailure(kind: .damagedWorkspace, action: "trust the workspace", reason: reason)
    }
}
