import AirutPolicy
import CGit2

/// A list of leaves from which a tree is made; in memory unless it has a path.
struct Index: ~Copyable {
    private let handle: Handle

    init() throws(GitFailure) {
        handle = try Handle("make an index", free: { unsafe git_index_free($0) }) { unsafe git_index_new(&$0) }
    }

    /// For a file that does not exist.
    init(newAt path: String) throws(GitFailure) {
        handle = try Handle("make an index", free: { unsafe git_index_free($0) }) { unsafe git_index_open(&$0, path) }
    }

    var pointer: OpaquePointer { unsafe handle.pointer }

    func read(_ tree: borrowing Handle) throws(GitFailure) {
        try check("read a tree into the index", unsafe git_index_read_tree(pointer, tree.pointer))
    }

    func apply(_ changes: WorkTreeChanges) throws(GitFailure) {
        for path in changes.removed {
            try check("remove \(path.printable)", path.withCString { unsafe git_index_remove(pointer, $0, 0) })
        }
        for (path, leaf) in changes.written {
            let status = path.withCString { name in
                var entry = unsafe git_index_entry()
                unsafe entry.mode = leaf.mode
                unsafe entry.id = leaf.id.raw
                unsafe entry.path = unsafe name
                return unsafe git_index_add(pointer, &entry)
            }
            try check("add \(path.printable)", status)
        }
    }

    func writeTree(to repository: borrowing Repository) throws(GitFailure) -> ObjectID {
        var id = git_oid()
        try check("write a tree", unsafe git_index_write_tree_to(&id, pointer, repository.pointer))
        return ObjectID(id)
    }

    func save() throws(GitFailure) { try check("write the index", unsafe git_index_write(pointer)) }
}
