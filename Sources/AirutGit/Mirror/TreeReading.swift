import AirutPolicy
import CGit2
import FoundationEssentials

/// Reads the files below one path of a mirror's default branch.
struct TreeReading {
    let mirror: String
    let path: String
    let maximumBytes: Int

    func run() throws(GitFailure) -> GitTree {
        let repository = try Repository(openingBare: mirror)
        let (branch, commit) = try repository.defaultBranch()
        var result = GitTree(defaultBranch: branch, commit: commit.description, files: [], notes: [])
        let leaves = try leaves(of: commit, in: repository)
        var restBytes = maximumBytes
        for (path, entry) in leaves.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            if let note = Self.note(path, entry) {
                result.notes.append(note)
                continue
            }
            restBytes -= try repository.sizeBytes(of: entry.id)
            guard restBytes >= 0 else {
                throw GitFailure(
                    kind: .unusable, action: "read \(self.path) of \(branch)",
                    reason: "it has more than \(maximumBytes) bytes")
            }
            let content = Data(try repository.content(of: entry.id)).base64EncodedString()
            result.files.append(
                .init(
                    path: String(decoding: path, as: UTF8.self), isExecutable: entry.kind == .executable,
                    content: content))
        }
        return result
    }

    /// The leaves below the path; the path itself when it is a leaf; none when it does not exist.
    private func leaves(
        of commit: ObjectID, in repository: borrowing Repository
    ) throws(GitFailure) -> [FileName: TreeEntry] {
        let root = try repository.tree(of: commit)
        let path = path.split(separator: "/").joined(separator: "/")
        if path.isEmpty { return try repository.leaves(of: root) }
        var found: OpaquePointer?
        let status = unsafe git_tree_entry_bypath(&found, root.pointer, path)
        if status == GIT_ENOTFOUND.rawValue { return [:] }
        try check("find \(path)", status)
        defer { unsafe git_tree_entry_free(found) }
        guard let id = unsafe git_tree_entry_id(found) else { return [:] }
        let object = unsafe ObjectID(id.pointee)
        if unsafe git_tree_entry_type(found) == GIT_OBJECT_TREE {
            return try repository.leaves(of: repository.tree(object))
        }
        let kind = unsafe TreeEntry.Kind(mode: git_tree_entry_filemode(found).rawValue)
        return [FileName(path.split(separator: "/").last.map { String($0) } ?? path): TreeEntry(kind: kind, id: object)]
    }

    /// Why an entry is left out, if it is.
    private static func note(_ path: FileName, _ entry: TreeEntry) -> String? {
        switch entry.kind {
        case .link: "\(path.printable) is a symbolic link and was left out"
        case .submodule: "\(path.printable) is a submodule and was left out"
        case .file, .executable:
            String(validating: path, as: UTF8.self) == nil
                ? "\(path.printable) has a name that is not UTF-8 and was left out" : nil
        }
    }
}
