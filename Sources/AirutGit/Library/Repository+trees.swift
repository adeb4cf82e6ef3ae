import AirutPolicy
import CGit2

extension Repository {
    /// Greatest depth of folders that is followed; a tree may hold any number of levels.
    private static var deepest: Int { 200 }

    /// Few small trees, each named many times in the next, have more leaves than anything can hold.
    private static var mostLeaves: Int { 2_000_000 }

    /// Every leaf below a tree by its path relative to it.
    func leaves(of tree: borrowing Handle) throws(GitFailure) -> [FileName: TreeEntry] {
        var leaves: [FileName: TreeEntry] = [:]
        try collect(tree, below: [], depth: 0, into: &leaves)
        return leaves
    }

    private func collect(
        _ tree: borrowing Handle, below folder: FileName, depth: Int, into leaves: inout [FileName: TreeEntry]
    ) throws(GitFailure) {
        guard depth < Self.deepest else {
            throw GitFailure(
                kind: .unusable, action: "read \(folder.printable)", reason: "folders are nested too deeply")
        }
        let count = unsafe git_tree_entrycount(tree.pointer)
        for index in 0..<count {
            guard let entry = unsafe git_tree_entry_byindex(tree.pointer, index),
                let name = unsafe git_tree_entry_name(entry), let id = unsafe git_tree_entry_id(entry)
            else { continue }
            let path = unsafe folder.appending(FileName(cString: name))
            let object = unsafe ObjectID(id.pointee)
            if unsafe git_tree_entry_type(entry) == GIT_OBJECT_TREE {
                try collect(self.tree(object), below: path, depth: depth + 1, into: &leaves)
            } else {
                let kind = unsafe TreeEntry.Kind(mode: git_tree_entry_filemode(entry).rawValue)
                leaves[path] = TreeEntry(kind: kind, id: object)
                guard leaves.count <= Self.mostLeaves else {
                    throw GitFailure(
                        kind: .unusable, action: "read a tree", reason: "it has more than \(Self.mostLeaves) files")
                }
            }
        }
    }

    /// The leaf at a path of a tree; `nil` when there is none or a folder.
    func leaf(_ path: FileName, in tree: borrowing Handle) throws(GitFailure) -> TreeEntry? {
        var found: OpaquePointer?
        let root = unsafe tree.pointer
        let status = path.withCString { unsafe git_tree_entry_bypath(&found, root, $0) }
        if status == GIT_ENOTFOUND.rawValue { return nil }
        try check("find \(path.printable)", status)
        defer { unsafe git_tree_entry_free(found) }
        guard let id = unsafe git_tree_entry_id(found), unsafe git_tree_entry_type(found) != GIT_OBJECT_TREE else {
            return nil
        }
        return unsafe TreeEntry(kind: .init(mode: git_tree_entry_filemode(found).rawValue), id: ObjectID(id.pointee))
    }

    func tree(_ id: ObjectID) throws(GitFailure) -> Handle {
        var raw = id.raw
        return try Handle("read tree \(id)", free: { unsafe git_tree_free($0) }) {
            unsafe git_tree_lookup(&$0, pointer, &raw)
        }
    }

    /// The size of a blob, without reading it.
    func sizeBytes(of id: ObjectID) throws(GitFailure) -> Int {
        let database = try database()
        var size = 0
        var type = GIT_OBJECT_INVALID
        var raw = id.raw
        try check("read \(id)", unsafe git_odb_read_header(&size, &type, database.pointer, &raw))
        return size
    }

    func content(of id: ObjectID) throws(GitFailure) -> [UInt8] {
        var raw = id.raw
        let blob = try Handle("read \(id)", free: { unsafe git_blob_free($0) }) {
            unsafe git_blob_lookup(&$0, pointer, &raw)
        }
        let count = Int(unsafe git_blob_rawsize(blob.pointer))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: git_blob_rawcontent(blob.pointer), count: count))
    }

    func database() throws(GitFailure) -> Handle {
        try Handle("open the objects of \(path)", free: { unsafe git_odb_free($0) }) {
            unsafe git_repository_odb(&$0, pointer)
        }
    }
}
