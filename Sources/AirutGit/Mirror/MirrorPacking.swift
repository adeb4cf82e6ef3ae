import AirutPolicy
import CGit2
import Glibc

/// Keeps a mirror quick to read: each fetch adds a pack and a file for each branch, and every look-up, every copy goes
/// through all of them.
///
/// Only for whoever holds the mirror's ``FileLock`` and a ``MirrorLease`` that nobody shares.
enum MirrorPacking {
    private static let mostReferenceFiles = 16
    private static let mostSmallPacks = 8
    /// Packs are put together as long as they have fewer bytes in all: a big one is left as it came.
    private static let mostBytes = 8 << 20
    private static let packExtension = FileName(".pack"), indexExtension = FileName(".idx")

    static func isNeeded(in mirror: String) -> Bool {
        let referenceFiles = Folder(path: mirror)?.files(below: FileName("refs")) ?? []
        return referenceFiles.count > mostReferenceFiles || smallPacks(in: mirror).count > mostSmallPacks
    }

    /// A failure leaves every object and reference where it can be found.
    static func run(in repository: borrowing Repository) throws(GitFailure) {
        try repository.packReferences()
        let old = smallPacks(in: repository.path)
        guard old.count > mostSmallPacks else { return }
        let folder = "\(repository.path)/objects/pack"
        let new = try repository.writePack(of: old.map { "\(folder)/\($0.printable).idx" })
        guard let packs = Folder(path: folder) else { return }
        for stem in old where stem != FileName("pack-\(new)") {
            // A pack without its index is nothing to a reader; an index without its pack is an error.
            _ = packs.removeTree(stem + indexExtension) && packs.removeTree(stem + packExtension)
        }
    }

    /// The smallest packs, without `.pack`, that have no more than ``mostBytes`` together. Removes packs without index: a
    /// killed process left them.
    private static func smallPacks(in mirror: String) -> [FileName] {
        guard let folder = Folder(path: "\(mirror)/objects/pack") else { return [] }
        let entries = folder.entries() ?? []
        let names = Set(entries.map(\.name))
        var packs: [(stem: FileName, bytes: Int)] = []
        for entry in entries where entry.isFile && entry.name.suffix(5) == packExtension[...] {
            let stem = FileName(entry.name.dropLast(5))
            if names.contains(stem + indexExtension) {
                packs.append((stem, entry.status.st_size))
            } else {
                _ = folder.removeTree(entry.name)
            }
        }
        var bytes = 0
        return packs.sorted { $0.bytes < $1.bytes }.prefix {
            bytes += $0.bytes
            return bytes <= mostBytes
        }.map(\.stem)
    }
}

extension Repository {
    /// Puts the references that are files of their own into `packed-refs`.
    fileprivate func packReferences() throws(GitFailure) {
        let action = "pack the references of \(path)"
        let database = try Handle(action, free: { unsafe git_refdb_free($0) }) {
            unsafe git_repository_refdb(&$0, pointer)
        }
        try check(action, unsafe git_refdb_compress(database.pointer))
    }

    /// Writes one pack with the objects of several.
    ///
    /// - Parameter indexes: paths of their indexes.
    /// - Returns: what stands between `pack-` and `.pack` in its name.
    fileprivate func writePack(of indexes: [String]) throws(GitFailure) -> String {
        let action = "put the packs of \(path) together"
        let builder = try Handle(action, free: { unsafe git_packbuilder_free($0) }) {
            unsafe git_packbuilder_new(&$0, pointer)
        }
        for index in indexes {
            let pack = try Handle(action, free: { unsafe git_odb_free($0) }) { unsafe git_odb_new(&$0) }
            var backend: UnsafeMutablePointer<git_odb_backend>?
            try check(action, unsafe git_odb_backend_one_pack(&backend, index))
            try check(action, unsafe git_odb_add_backend(pack.pointer, backend, 1))
            let add: git_odb_foreach_cb = { id, builder in
                unsafe git_packbuilder_insert(OpaquePointer(builder), id, nil)
            }
            try check(action, unsafe git_odb_foreach(pack.pointer, add, UnsafeMutableRawPointer(builder.pointer)))
        }
        try check(action, unsafe git_packbuilder_write(builder.pointer, nil, 0, nil, nil))
        guard let name = unsafe git_packbuilder_name(builder.pointer) else {
            throw GitFailure(kind: .other, action: action, reason: "the new pack has no name")
        }
        return unsafe String(cString: name)
    }
}
