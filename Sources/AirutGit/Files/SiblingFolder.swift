import AirutModel
import AirutPolicy
import CGit2
import Glibc

/// A folder made beside the place it is meant for and renamed there when it is complete: what was interrupted is never
/// found under the final name, nor is what a loss of power would take.
struct SiblingFolder: ~Copyable {
    /// Where to build.
    let path: String
    private let target: String
    private let name: String
    private let folder: String

    /// - Parameter target: the final path; its parent must exist.
    init(of target: String) throws(GitFailure) {
        let (folder, base) = Self.split(target)
        self.folder = folder
        name = "\(base).new-\(RandomToken.make(length: 8))"
        path = "\(folder)/\(name)"
        self.target = target
        guard unsafe mkdir(path, 0o755) == 0 else {
            throw GitFailure(kind: .other, action: "create \(target)", reason: systemError())
        }
    }

    /// Puts the folder, once it is on the disk, in its place, which must be free.
    func commit() throws(GitFailure) {
        try flush()
        try takePlace()
    }

    /// Exchanges the folder, once it is on the disk, with what is in its place, or takes the place if it is free.
    func replace() throws(GitFailure) {
        try flush()
        if unsafe airut_rename_exchange(path, target) == 0 { return }
        try takePlace()
    }

    private func takePlace() throws(GitFailure) {
        guard unsafe airut_rename_to_free(path, target) == 0 else {
            throw GitFailure(kind: .other, action: "create \(target)", reason: systemError())
        }
    }

    /// For the whole file system at once: file by file takes longer from a few dozen files on.
    private func flush() throws(GitFailure) {
        guard let folder = Folder(path: path), syncfs(folder.descriptor) == 0 else {
            throw GitFailure(kind: .other, action: "create \(target)", reason: systemError())
        }
    }

    // What is left under the temporary name, unfinished or exchanged, goes.
    deinit { _ = Folder(path: folder)?.removeTree(FileName(name)) }

    /// Removes what interrupted attempts left beside `target`.
    static func sweep(_ target: String) {
        let (folder, base) = split(target)
        guard let parent = Folder(path: folder) else { return }
        for entry in parent.entries() ?? [] where entry.name.starts(with: FileName("\(base).new-")) {
            _ = parent.removeTree(entry.name)
        }
    }

    private static func split(_ path: String) -> (folder: String, base: String) {
        let parts = path.split(separator: "/")
        return ("/" + parts.dropLast().joined(separator: "/"), parts.last.map { String($0) } ?? "")
    }
}
