import FoundationEssentials
import Glibc

/// A file system in memory, small enough to be filled: mounted while `body` runs.
public struct SmallDisk: Sendable {
    /// Where it is mounted.
    public let path: String

    /// Whether this process can mount one; only root of the machine can.
    public static let isPossible: Bool = {
        var template = Array("/tmp/airut-mount-XXXXXX".utf8CString)
        guard geteuid() == 0, mkdtemp(&template) != nil else { return false }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { rmdir(path) }
        guard mount("tmpfs", path, "tmpfs", 0, "size=64k") == 0 else { return false }
        umount2(path, Int32(MNT_DETACH))
        return true
    }()

    /// - Parameter path: made if it does not exist.
    public static func with<Result>(
        bytes: Int, at path: String, _ body: (SmallDisk) async throws -> Result
    ) async throws -> Result {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(bytes),mode=700") == 0 else {
            throw TestFailure("cannot mount a disk at \(path): \(String(cString: strerror(errno)))")
        }
        defer { umount2(path, Int32(MNT_DETACH)) }
        return try await body(SmallDisk(path: path))
    }

    public var freeBytes: Int {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return 0 }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }

    private var ballast: String { path + "/ballast" }

    /// Leaves no more than so much, whatever was there before.
    public func fill(leaving bytes: Int = 0) {
        let file = open(ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        var status = stat()
        // Somebody may be giving room back meanwhile.
        for _ in 0..<100 where freeBytes > bytes && fstat(file, &status) == 0 {
            _ = posix_fallocate(file, 0, status.st_size + off_t(freeBytes - bytes))
        }
    }

    public func empty() { unlink(ballast) }
}
