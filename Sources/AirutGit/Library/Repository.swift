import AirutPolicy
import CGit2

/// One repository, always opened as bare: libgit2 never looks at a work tree of its own accord.
struct Repository: ~Copyable {
    let handle: Handle
    /// The folder that holds `HEAD` and `objects`.
    let path: String

    /// Opens exactly the folder given: parents are not searched, environment variables not read.
    init(openingBare path: String) throws(GitFailure) {
        let flags =
            GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue | GIT_REPOSITORY_OPEN_BARE.rawValue
            | GIT_REPOSITORY_OPEN_NO_DOTGIT.rawValue
        handle = try Handle("open \(path)", free: { unsafe git_repository_free($0) }) {
            unsafe git_repository_open_ext(&$0, path, flags, nil)
        }
        self.path = path
    }

    /// Makes an empty bare repository in `path`, which may exist as an empty folder.
    init(creatingBare path: String) throws(GitFailure) {
        handle = try Handle("create \(path)", free: { unsafe git_repository_free($0) }) {
            unsafe git_repository_init(&$0, path, 1)
        }
        self.path = path
    }

    var pointer: OpaquePointer { unsafe handle.pointer }

    /// The commit a reference leads to, tags peeled; `nil` when there is no such reference.
    func commit(of reference: String) throws(GitFailure) -> ObjectID? {
        var id = git_oid()
        let status = unsafe git_reference_name_to_id(&id, pointer, reference)
        if status == GIT_ENOTFOUND.rawValue { return nil }
        try check("read \(reference)", status)
        return ObjectID(id)
    }

    /// Whether an object of that name can be found.
    func contains(_ id: ObjectID) -> Bool {
        var database: OpaquePointer?
        guard unsafe git_repository_odb(&database, pointer) == 0 else { return false }
        defer { unsafe git_odb_free(database) }
        var raw = id.raw
        return unsafe git_odb_exists(database, &raw) == 1
    }

    /// Every reference that names an object, by its full name as text; symbolic ones (`HEAD`) are left out. Each is read once.
    func references() throws(GitFailure) -> [String: ObjectID] {
        var references: [String: ObjectID] = [:]
        try forEachReference { name, target in references[String(decoding: name, as: UTF8.self)] = target }
        return references
    }

    /// As ``references()``; the names are bytes, as git has them.
    func forEachReference(_ body: (FileName, ObjectID) -> Void) throws(GitFailure) {
        let action = "list the references of \(path)"
        let iterator = try Handle(action, free: { unsafe git_reference_iterator_free($0) }) {
            unsafe git_reference_iterator_new(&$0, pointer)
        }
        while true {
            var reference: OpaquePointer?
            let status = unsafe git_reference_next(&reference, iterator.pointer)
            if status == GIT_ITEROVER.rawValue { return }
            try check(action, status)
            defer { unsafe git_reference_free(reference) }
            if let name = unsafe git_reference_name(reference), let target = unsafe git_reference_target(reference) {
                unsafe body(FileName(cString: name), ObjectID(target.pointee))
            }
        }
    }

    /// Creates or moves a reference.
    func setReference(_ name: String, to commit: ObjectID) throws(GitFailure) {
        var id = commit.raw
        var reference: OpaquePointer?
        try check("set \(name)", unsafe git_reference_create(&reference, pointer, name, &id, 1, nil))
        unsafe git_reference_free(reference)
    }

    func removeReference(_ name: FileName) throws(GitFailure) {
        try check("remove \(name.printable)", name.withCString { unsafe git_reference_remove(pointer, $0) })
    }
}
