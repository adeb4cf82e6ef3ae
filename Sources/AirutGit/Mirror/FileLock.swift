import AirutPolicy
import Glibc

/// An exclusive lock on a file, held as long as the value lives; the kernel releases it when the process dies.
struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Creates the file if needed and waits for the lock.
    init(_ path: String) throws(GitFailure) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw GitFailure(kind: .other, action: "open \(path)", reason: unsafe String(cString: strerror(errno)))
        }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                throw GitFailure(kind: .other, action: "lock \(path)", reason: unsafe String(cString: strerror(errno)))
            }
        }
    }

    deinit { close(descriptor) }
}
