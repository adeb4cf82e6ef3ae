import AirutPolicy
import Glibc

/// Whether a mirror can be worked with.
enum MirrorCheck {
    /// A file of this name in the mirror makes the next refresh build a new one.
    private static let mark = FileName("airut-damaged")

    /// `false` when there is none, or when it is torn or marked: a reference without its object, no default branch.
    ///
    /// Cheap enough for every refresh; damage deeper inside is found by whoever reads it, see ``markIfUnreadable(_:)``.
    static func isSound(_ path: String) -> Bool {
        guard Folder(path: path)?.entry(mark) == nil, let repository = try? Repository(openingBare: path),
            let (_, commit) = try? repository.defaultBranch(), (try? repository.tree(of: commit)) != nil,
            let names = try? repository.referenceNames()
        else { return false }
        return names.allSatisfy { name in
            guard let target = try? repository.commit(of: name) else { return false }
            return repository.contains(target)
        }
    }

    /// After a failure with a mirror: marks it when a file of its default branch cannot be read.
    static func markIfUnreadable(_ path: String) {
        guard !isReadable(path), let folder = Folder(path: path) else { return }
        _ = folder.writeFile(mark, [])
    }

    private static func isReadable(_ path: String) -> Bool {
        do throws(GitFailure) {
            let repository = try Repository(openingBare: path)
            let (_, commit) = try repository.defaultBranch()
            for entry in try repository.leaves(of: repository.tree(of: commit)).values where entry.kind != .submodule {
                _ = try repository.content(of: entry.id)
            }
            return true
        } catch { return false }
    }
}
