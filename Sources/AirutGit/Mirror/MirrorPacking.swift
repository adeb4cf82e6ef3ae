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
    private static let mostBytes = 1 << 20
    private static let packExtension = FileName(".pack"), indexExtension = FileName(".idx")

    static func isNeeded(in mirror: String) -> Bool {
        let referenceFiles = Folder(path: mirror)?.files(below: FileName("refs")) ?? []
        return referenceFiles.count > mostReferenceFiles || smallPacks(in: mirror).stems.count > mostSmallPacks
    }

    /// A failure leaves every object and reference where it can be found.
    static func run(in repository: borrowing Repository) throws(GitFailure) {
        try repository.packReferences()
        let old = smallPacks(in: repository.path)
        guard old.stems.count > mostSmallPacks else { return }
        let folder = "\(repository.path)/objects/pack"
        // In a small repository it takes no time to find out what references still lead to: the rest goes.
        let new =
            old.areAll
            ? try repository.writePackOfReferences()
            : try repository.writePack(of: old.stems.map { "\(folder)/\($0.printable).idx" })
        guard let packs = Folder(path: folder) else { return }
        for stem in old.stems where stem != FileName("pack-\(new)") {
            // A pack without its index is nothing to a reader; an index without its pack is an error.
            _ = packs.removeTree(stem + indexExtension) && packs.removeTree(stem + packExtension)
        }
    }

    /// The smallest packs, without `.pack`, that have no more than ``mostBytes`` together, and whether there are no others.
    private static func smallPacks(in mirror: String) -> (stems: [FileName], areAll: Bool) {
        let entries = Folder(path: "\(mirror)/objects/pack")?.entries() ?? []
        let packs = entries.filter { $0.isFile && $0.name.suffix(5) == packExtension[...] }
        var bytes = 0
        let small = packs.sorted { $0.status.st_size < $1.status.st_size }.prefix {
            bytes += $0.status.st_size
            return bytes <= mostBytes
        }
        return (small.map { FileName($0.name.dropLast(5)) }, small.count == packs.count)
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
        try writePack("put the packs of \(path) together") { (action, builder) throws(GitFailure) in
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
        }
    }

    /// Writes one pack with every object that a reference leads to.
    ///
    /// - Returns: what stands between `pack-` and `.pack` in its name.
    fileprivate func writePackOfReferences() throws(GitFailure) -> String {
        let targets = Set(try references().values)
        return try writePack("pack what the references of \(path) lead to") { (action, builder) throws(GitFailure) in
            let walk = try Handle(action, free: { unsafe git_revwalk_free($0) }) {
                unsafe git_revwalk_new(&$0, pointer)
            }
            for target in targets {
                var id = target.raw
                // Tags, and what they name; of a commit its own files. Its history is walked.
                try check(action, unsafe git_packbuilder_insert_recur(builder.pointer, &id, nil))
                let status = unsafe git_revwalk_push(walk.pointer, &id)
                // A tag may name a file or a folder; everything it leads to was found above.
                let isNoCommit = [GIT_EINVALIDSPEC, GIT_EPEEL, GIT_ENOTFOUND].contains { $0.rawValue == status }
                if !isNoCommit { try check(action, status) }
            }
            try check(action, unsafe git_packbuilder_insert_walk(builder.pointer, walk.pointer))
        }
    }

    private func writePack(
        _ action: String, _ fill: (String, borrowing Handle) throws(GitFailure) -> Void
    ) throws(GitFailure) -> String {
        let builder = try Handle(action, free: { unsafe git_packbuilder_free($0) }) {
            unsafe git_packbuilder_new(&$0, pointer)
        }
        try fill(action, builder)
        try check(action, unsafe git_packbuilder_write(builder.pointer, nil, 0, nil, nil))
        guard let name = unsafe git_packbuilder_name(builder.pointer) else {
            throw GitFailure(kind: .other, action: action, reason: "the new pack has no name")
        }
        return unsafe String(cString: name)
    }
}
