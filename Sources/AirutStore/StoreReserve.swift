import AirutModel
import Glibc

/// A file that only keeps room on the disk: given up when an outcome must be recorded and the disk is full.
///
/// Whatever filled the disk can take that room, too; so this is only the last of several reserves.
final class StoreReserve: Sendable {
    private let path: String
    private let folder: String
    private let bytes: Int
    /// When to try to take the room again, once it was given up.
    private let nextFill = Locked<ContinuousClock.Instant?>(nil)
    private static let pause: Duration = .seconds(5)

    /// Takes the room if it is there.
    ///
    /// - Parameter bytes: 0 keeps nothing.
    init(beside database: String, bytes: Int) {
        path = database + "-reserve"
        folder = database.lastIndex(of: "/").map { String(database[...$0]) } ?? "."
        self.bytes = bytes
        if bytes > 0 { fill() }
    }

    /// Takes the room again, if there is several times as much; otherwise others need it more.
    func fill() {
        guard bytes > 0, let free = freeBytes, free > 4 * bytes else { return }
        withFile { file in
            // Room that was only half taken would be in everybody's way.
            guard posix_fallocate(file, 0, off_t(bytes)) == 0 else { return _ = ftruncate(file, 0) }
            nextFill.withLock { $0 = nil }
        }
    }

    /// To be called after a write that found room.
    func fillIfReleased() {
        let isDue = nextFill.withLock { next in
            guard let date = next, date <= .now else { return false }
            next = .now + Self.pause
            return true
        }
        if isDue { fill() }
    }

    /// - Returns: whether it gave any room.
    func release() -> Bool {
        guard bytes > 0 else { return false }
        nextFill.withLock { $0 = .now + Self.pause }
        return withFile { file in
            var status = stat()
            guard unsafe fstat(file, &status) == 0, status.st_blocks > 0 else { return false }
            return ftruncate(file, 0) == 0
        } ?? false
    }

    private var freeBytes: Int? {
        var status = statvfs()
        guard unsafe statvfs(folder, &status) == 0 else { return nil }
        return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    @discardableResult
    private func withFile<Result>(_ body: (Int32) -> Result) -> Result? {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return nil }
        defer { close(file) }
        return body(file)
    }
}
