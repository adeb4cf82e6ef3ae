import AirutPolicy
import CGit2
import Glibc

/// One conversation with a remote repository, over one connection.
struct Remote: ~Copyable {
    private let handle: Handle
    let address: RemoteAddress
    private let callbacks: RemoteCallbacks

    /// What the remote has at a name.
    struct Advertisement {
        var name: FileName
        var commit: ObjectID
    }

    /// Prepares; ``connect(_:)`` connects. Nothing of the repository's own configuration takes part: the remote has no
    /// name in it.
    init(
        _ address: RemoteAddress, credential: GitCredential?, of repository: borrowing Repository
    ) throws(GitFailure) {
        let owner = unsafe repository.pointer
        let handle = try Handle("use \(address.text)", free: { unsafe git_remote_free($0) }) {
            unsafe git_remote_create_anonymous(&$0, owner, address.text)
        }
        self.handle = handle
        self.address = address
        callbacks = RemoteCallbacks(address: address, credential: credential)
    }

    /// Connects without following a redirect to another host; to another port of the same one libgit2 goes anyway, where
    /// ``RemoteCallbacks`` gives no credential.
    func connect(_ direction: git_direction) throws(GitFailure) {
        var options = unsafe git_remote_connect_options()
        unsafe git_remote_connect_options_init(&options, UInt32(GIT_REMOTE_CONNECT_OPTIONS_VERSION))
        unsafe options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        let status = callbacks.using { prepared in
            unsafe options.callbacks = unsafe prepared
            return unsafe git_remote_connect_ext(handle.pointer, direction, &options)
        }
        try check("connect to", status)
    }

    /// Every reference the remote advertises, `HEAD` and peeled tags (`^{}`) included.
    func advertisements() throws(GitFailure) -> [Advertisement] {
        var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
        var count = 0
        try check("list the branches of", unsafe git_remote_ls(&heads, &count, handle.pointer))
        return unsafe UnsafeBufferPointer(start: heads, count: count).compactMap { head in
            guard let head = unsafe head, let name = unsafe head.pointee.name else { return nil }
            return unsafe Advertisement(name: FileName(cString: name), commit: ObjectID(head.pointee.oid))
        }
    }

    /// The branch the remote's `HEAD` names, without `refs/heads/`; `nil` when it does not say.
    func defaultBranch() -> String? {
        var name = unsafe git_buf()
        defer { unsafe git_buf_dispose(&name) }
        guard unsafe git_remote_default_branch(&name, handle.pointer) == 0, let text = unsafe name.ptr else {
            return nil
        }
        let full = unsafe String(cString: text)
        return full.hasPrefix("refs/heads/") ? String(full.dropFirst("refs/heads/".count)) : nil
    }

    /// Downloads what the refspecs name and sets the references on their right.
    ///
    /// - Throws: also when more than `maximumBytes` come, of which nothing stays.
    func fetch(_ refspecs: [String], maximumBytes: Int) throws(GitFailure) {
        callbacks.maximumBytes = maximumBytes
        var options = unsafe git_fetch_options()
        unsafe git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION))
        unsafe options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
        let status = callbacks.using { prepared in
            unsafe options.callbacks = unsafe prepared
            return unsafe withStringArray(refspecs) { list in
                let status = unsafe git_remote_download(handle.pointer, list, &options)
                guard status >= 0 else { return status }
                return unsafe git_remote_update_tips(
                    handle.pointer, &options.callbacks, 0, GIT_REMOTE_DOWNLOAD_TAGS_NONE, nil)
            }
        }
        try check("fetch", status)
    }

    /// Sends one refspec.
    ///
    /// - Throws: also when the remote answers that it did not take the reference.
    func push(_ refspec: String) throws(GitFailure) {
        var options = unsafe git_push_options()
        unsafe git_push_options_init(&options, UInt32(GIT_PUSH_OPTIONS_VERSION))
        let status = callbacks.using { prepared in
            unsafe options.callbacks = unsafe prepared
            return unsafe withStringArray([refspec]) { unsafe git_remote_upload(handle.pointer, $0, &options) }
        }
        try check("push to", status)
        if let rejection = callbacks.rejection {
            throw GitFailure(
                kind: .other, action: "push to \(address.text)", reason: "the server refused it: \(rejection)")
        }
    }

    /// As the free function, with the address in the sentence and a refused credential told apart.
    private func check(_ action: String, _ status: Int32) throws(GitFailure) {
        guard status < 0 else { return }
        let action = "\(action) \(address.text)"
        if let refusal = callbacks.refusal { throw GitFailure(kind: .unauthorized, action: action, reason: refusal) }
        if callbacks.isTooMuch {
            throw GitFailure(
                kind: .unusable, action: action, reason: "it would bring more than \(callbacks.maximumBytes) bytes")
        }
        var failure = GitFailure(action: action, status: status)
        if action.hasPrefix("connect"), failure.kind == .other || address.transport == .file {
            failure.kind = address.transport == .file ? .notFound : .unreachable
        }
        if status == GIT_ECERTIFICATE.rawValue { failure.kind = .other }
        throw failure
    }
}

extension Remote.Advertisement {
    private static let branch = FileName("refs/heads/"), tag = FileName("refs/tags/"), peeled = FileName("^{}")

    var isBranch: Bool { name.starts(with: Self.branch) }
    var isBranchOrTag: Bool { (isBranch || name.starts(with: Self.tag)) && name.suffix(3) != Self.peeled[...] }
}

/// Calls `body` with the strings in libgit2's form, valid only inside.
private func withStringArray(_ strings: [String], _ body: (UnsafePointer<git_strarray>) -> Int32) -> Int32 {
    var pointers = unsafe strings.map { unsafe strdup($0) }
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
        var list = unsafe git_strarray(strings: buffer.baseAddress, count: buffer.count)
        return unsafe body(&list)
    }
}
