import Glibc

/// A file system whose power can be lost: names stay, and of files' content what was flushed.
public struct JournaledDisk: Sendable {
    /// Where it is mounted.
    public let path: String
    private let image: String

    /// Whether this process can make one; only root of the machine can.
    public static let isPossible =
        SmallDisk.isPossible && access("/dev/loop-control", W_OK) == 0 && access("/usr/sbin/mkfs.ext4", X_OK) == 0

    /// - Parameter folder: gets the disk's image, and `disk`, where it is mounted while `body` runs.
    public static func with<Result>(
        in folder: String, _ body: (JournaledDisk) async throws -> Result
    ) async throws -> Result {
        let disk = JournaledDisk(path: folder + "/disk", image: folder + "/disk.ext4")
        try await run(["mkdir", disk.path])
        try await run(["truncate", "-s", "64M", disk.image])
        try await run(["/usr/sbin/mkfs.ext4", "-q", disk.image])
        try await disk.mount()
        defer { umount2(disk.path, Int32(MNT_DETACH)) }
        return try await body(disk)
    }

    /// Loses its power right after somebody committed something else to it, and has it again.
    public func losePower() async throws {
        let script = """
            import fcntl, os, struct, sys
            file = os.open(sys.argv[1] + '/committed', os.O_CREAT | os.O_WRONLY)
            os.write(file, b'x')
            os.fsync(file)
            shutdown, without_flushing = 0x8004587D, 2
            fcntl.ioctl(os.open(sys.argv[1], 0), shutdown, struct.pack('I', without_flushing))
            """
        try await run(["python3", "-c", script, path])
        try await run(["umount", path])
        // A sandbox that began meanwhile may hold the dead file system still, and mounting its image would give that.
        try await run(["sh", "-c", "cp --sparse=always $0 $0.new && mv $0.new $0", image])
        try await mount()
    }

    private func mount() async throws { try await run(["mount", "-o", "loop", image, path]) }
}
