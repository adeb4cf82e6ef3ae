import Glibc

/// What tells one state of a file from another without reading it; a link counts as what it leads to.
public struct FileStamp: Hashable, Sendable {
    private var device: UInt = 0
    private var node: UInt = 0
    private var bytes = 0
    /// Seconds and nanoseconds: when its content was changed, and when anything of it was.
    private var times: [Int] = []

    /// A file that is not there has a stamp, too.
    public init(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return }
        (device, node, bytes) = (status.st_dev, status.st_ino, status.st_size)
        times = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }
}
