import AirutPolicy
import Glibc

/// Whether a mirror can be worked with.
enum MirrorCheck {
    /// `nil` when there is none, or when it is marked or not sound.
    static func open(_ path: String) -> Repository? {
        guard Folder(path: path)?.entry(FileName(GitFailure.damagedMirrorMark)) == nil,
            let repository = try? Repository(openingBare: path),
            isSound(repository)
        else { return nil }
        return repository
    }

    /// `false` when it is torn: a reference without its object or that is none, no default branch.
    ///
    /// Cheap enough for every refresh; damage deeper inside is found by whoever reads it, see ``isDamaged(_:)``.
    static func isSound(_ repository: borrowing Repository) -> Bool {
        guard let (_, commit) = try? repository.defaultBranch(), (try? repository.tree(of: commit)) != nil,
            let references = try? repository.references(), let folder = Folder(path: repository.path)
        else { return false }
        // libgit2 passes over files that are no references, until it has to change one.
        return references.values.allSatisfy { repository.contains($0) }
            && folder.files(below: FileName("refs")).allSatisfy {
                references[String(decoding: $0, as: UTF8.self)] != nil
            }
    }

    /// After a failure with a mirror: whether there is one of which a file of the default branch cannot be read.
    static func isDamaged(_ path: String) -> Bool {
        guard Folder(path: path) != nil else { return false }
        do throws(GitFailure) {
            let repository = try Repository(openingBare: path)
            let (_, commit) = try repository.defaultBranch()
            for entry in try repository.leaves(of: repository.tree(of: commit)).values where entry.kind != .submodule {
                _ = try repository.content(of: entry.id)
            }
            return false
        } catch { return true }
    }
}
