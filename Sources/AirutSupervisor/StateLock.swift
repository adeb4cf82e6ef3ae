import Glibc

/// The exclusive lock on a state directory: one server at a time. The kernel releases it with the process.
struct StateLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Takes the lock, creating the directory's `lock` file if needed.
    ///
    /// - Throws: ``SupervisorError`` when another server holds it or the file cannot be opened.
    init(directory: String) throws(SupervisorError) {
        let path = directory + "/lock"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw SupervisorError(action: "open \(path)", reason: Self.message(errno))
        }
        // What throws from here on is closed like what was made: by `deinit`.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason =
                errno == EWOULDBLOCK ? "another airut server is using this state directory" : Self.message(errno)
            throw SupervisorError(action: "lock \(path)", reason: reason)
        }
    }

    deinit { close(descriptor) }

    private static func message(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
