import AirutPolicy
import CGit2

/// Names contents, and stores them when they are to be committed.
@safe struct BlobWriter: ~Copyable {
    private let repository: OpaquePointer
    private let database: Handle
    /// The commit whose `.gitattributes` say how line ends are stored.
    private let attributes: ObjectID
    private let stores: Bool

    /// - Parameters:
    ///   - repository: must outlive this value.
    ///   - stores: whether new contents are written, not only named.
    init(_ repository: borrowing Repository, attributes: ObjectID, stores: Bool) throws(GitFailure) {
        let database = try repository.database()
        self.database = database
        unsafe self.repository = unsafe repository.pointer
        self.attributes = attributes
        self.stores = stores
    }

    /// The name of the bytes as they are.
    func id(of content: [UInt8], known: TreeEntry?) throws(GitFailure) -> ObjectID {
        let id = try name(of: content)
        if stores, id != known?.id { try store(content) }
        return id
    }

    /// The name of a file's content after the line-end rules of `.gitattributes`; bytes that are as they were are taken as
    /// they are.
    func id(ofFile content: [UInt8], path: FileName, known: TreeEntry?) throws(GitFailure) -> ObjectID {
        let plain = try name(of: content)
        if plain == known?.id { return plain }
        return try id(of: normalized(content, path: path) ?? content, known: known)
    }

    private func name(of content: [UInt8]) throws(GitFailure) -> ObjectID {
        var id = git_oid()
        try check(
            "hash a file",
            unsafe content.withUnsafeBytes { unsafe git_odb_hash(&id, $0.baseAddress, $0.count, GIT_OBJECT_BLOB) })
        return ObjectID(id)
    }

    private func store(_ content: [UInt8]) throws(GitFailure) {
        var id = git_oid()
        let pointer = unsafe database.pointer
        try check(
            "store a file",
            unsafe content.withUnsafeBytes {
                unsafe git_odb_write(&id, pointer, $0.baseAddress, $0.count, GIT_OBJECT_BLOB)
            })
    }

    /// `nil` when no rule applies.
    private func normalized(_ content: [UInt8], path: FileName) throws(GitFailure) -> [UInt8]? {
        var options = unsafe git_filter_options()
        unsafe options.version = UInt32(GIT_FILTER_OPTIONS_VERSION)
        unsafe options.flags =
            GIT_FILTER_ALLOW_UNSAFE.rawValue | GIT_FILTER_NO_SYSTEM_ATTRIBUTES.rawValue
            | GIT_FILTER_ATTRIBUTES_FROM_COMMIT.rawValue
        unsafe options.attr_commit_id = attributes.raw
        var filters: OpaquePointer?
        let repository = unsafe repository
        let status = path.withCString {
            unsafe git_filter_list_load_ext(&filters, repository, nil, $0, GIT_FILTER_TO_ODB, &options)
        }
        try check("read the attributes of \(path.printable)", status)
        guard let filters = unsafe filters else { return nil }
        defer { unsafe git_filter_list_free(filters) }
        var result = unsafe git_buf()
        defer { unsafe git_buf_dispose(&result) }
        let applied = unsafe content.withUnsafeBytes { bytes in
            unsafe git_filter_list_apply_to_buffer(
                &result, filters, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        try check("normalize \(path.printable)", applied)
        return unsafe [UInt8](UnsafeRawBufferPointer(start: result.ptr, count: result.size))
    }
}
