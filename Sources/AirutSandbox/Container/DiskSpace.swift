import Glibc

/// One disk: how large it is, and what is left of it.
public struct DiskSpace: Hashable, Sendable {
    /// What is left to ordinary users.
    public let freeBytes: Int
    public let sizeBytes: Int

    public init(freeBytes: Int, sizeBytes: Int) {
        self.freeBytes = freeBytes
        self.sizeBytes = sizeBytes
    }

    /// The disk that a file or folder lies on; `nil` when the system does not tell.
    public init?(at path: String) {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { return nil }
        let block = UInt64(status.f_frsize)
        freeBytes = Int(clamping: UInt64(status.f_bavail) * block)
        sizeBytes = Int(clamping: UInt64(status.f_blocks) * block)
    }

    /// A part of the disk, and no more than so much: what is little on a large disk would be all of a small one.
    public func share(percent: Int, atMost mostBytes: Int) -> Int { min(mostBytes, sizeBytes / 100 * percent) }
}
