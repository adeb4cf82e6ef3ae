import Glibc

/// Keeps the last of the disk for what was accepted already: new mail waits in its mailbox, where it is safe.
struct DiskReserve: Sendable {
    /// A folder on the file system in question.
    let path: String

    static let reserveBytes = 256 << 20

    /// - Throws: ``WorkerError`` when so many bytes would not leave the reserve free.
    func requireRoom(for bytes: Int) throws {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { return }
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        guard free - bytes >= Self.reserveBytes else {
            throw WorkerError(
                action: "take more mail", reason: "only \(free >> 20) MiB are free below \(path); make room there")
        }
    }
}
