import AirutModel
import AirutPolicy
import CGit2
import Glibc

/// A folder made beside the place it is meant for and renamed there when it is complete: what was interrupted is never
/// found under the final name.
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

    /// Puts the folder in its place, which must be free.
    func commit() throws(GitFailure) {
        guard unsafe airut_rename_to_free(path, target) == 0 else {
            throw GitFailure(kind: .other, action: "create \(target)", reason: systemError())
        }
    }

    /// Exchanges the folder with what is in its place, or takes the place if it is free.
    func replace() throws(GitFailure) {
        if unsafe airut_rename_exchange(path, target) == 0 { return }
        try commit()
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
