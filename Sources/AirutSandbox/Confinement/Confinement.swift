/// What a confined program may use; everything else is refused by the kernel.
///
/// Owners, modes, times and extended attributes of files it cannot change anywhere, not even below its writable paths.
///
/// The program must be synchronous: libdispatch, and so Swift's concurrency, looks at its threads in `/proc/<thread>` and
/// ends the process now and then when it may not. One that cannot do without needs `/proc` among its readable paths; then
/// it sees the other processes' command lines (not their memory, environment or descriptors: Landlock forbids that).
public struct Confinement: Hashable, Sendable {
    /// Files, or folders with all below them. What does not exist is left out.
    public var readablePaths: [String]
    /// Files, or folders with all below them, to read, write, create and delete in. They must exist.
    public var writablePaths: [String]
    /// A folder of its own to write in, gone with it; it is in the program's `TMPDIR`.
    public var hasTemporaryFolder: Bool
    /// TCP and UDP as a client.
    public var hasNetwork: Bool
    /// As root: whether files of other users (a container's) are within reach, too.
    public var reachesForeignFiles: Bool
    /// Processor time in seconds; `nil`: any.
    public var cpuSeconds: Int?
    /// Private memory; `nil`: any.
    public var memoryBytes: Int?
    /// Size of a file it writes; `nil`: any.
    public var fileBytes: Int?
    /// Open files at one time.
    public var files: Int
    /// Run on a kernel without Landlock, too; then paths are not confined.
    public var allowsNoLandlock: Bool

    public init(
        readablePaths: [String] = [], writablePaths: [String] = [], hasTemporaryFolder: Bool = false,
        hasNetwork: Bool = false, reachesForeignFiles: Bool = false, cpuSeconds: Int? = nil, memoryBytes: Int? = nil,
        fileBytes: Int? = nil, files: Int = 256, allowsNoLandlock: Bool = false
    ) {
        self.readablePaths = readablePaths
        self.writablePaths = writablePaths
        self.hasTemporaryFolder = hasTemporaryFolder
        self.hasNetwork = hasNetwork
        self.reachesForeignFiles = reachesForeignFiles
        self.cpuSeconds = cpuSeconds
        self.memoryBytes = memoryBytes
        self.fileBytes = fileBytes
        self.files = files
        self.allowsNoLandlock = allowsNoLandlock
    }

    /// For `airut-reader`: no socket, no file but the system's libraries, a minute of processor time, 1 GiB.
    public static let reader = Self(cpuSeconds: 60, memoryBytes: 1 << 30, fileBytes: 0, files: 64)

    /// For `airut-git`: the folders of one operation, and one for what is temporary; with a network also what names and
    /// certificates need. A file of more than 8 GiB, for example a pack from a hostile server, ends it.
    public static func git(readable: [String], writable: [String], network: Bool) -> Self {
        Self(
            readablePaths: readable + (network ? networkPaths : []) + ["/dev/null", "/dev/urandom"],
            writablePaths: writable, hasTemporaryFolder: true, hasNetwork: network, reachesForeignFiles: true,
            cpuSeconds: 3600, memoryBytes: 4 << 30, fileBytes: 8 << 30, files: 512)
    }

    /// For a task's proxy: what names and certificates need, thousands of connections, and no file to write.
    public static let proxy = Self(
        readablePaths: networkPaths, hasNetwork: true, memoryBytes: 1 << 30, fileBytes: 0, files: 4096)

    /// What resolving a name and verifying a certificate reads. Not all of `/etc/ssl`: servers keep their keys there.
    static let networkPaths = [
        "/etc/resolv.conf", "/run/systemd/resolve", "/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf",
        "/etc/gai.conf", "/etc/services", "/etc/protocols", "/etc/passwd", "/etc/ssl/certs", "/etc/ssl/cert.pem",
        "/etc/ssl/openssl.cnf", "/usr/lib/ssl", "/usr/share/ca-certificates", "/usr/local/share/ca-certificates",
        "/etc/pki/tls/certs", "/etc/pki/ca-trust",
    ]

    /// What every dynamically linked program needs to begin.
    static let libraryPaths = [
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/etc/localtime",
        "/usr/share/zoneinfo", "/dev/null", "/dev/urandom", "/proc/self",
    ]
}
