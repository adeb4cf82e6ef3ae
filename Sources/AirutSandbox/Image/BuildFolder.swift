import FoundationEssentials
import Glibc

/// Where the builds of one repository work: `RUN --mount=type=cache` keeps its caches there, and one repository's are no
/// other's.
enum BuildFolder {
    /// Makes it, if need be, for whoever may use `parent`: Podman's user.
    static func make(for names: ImageNames, below parent: String) throws(SandboxError) -> String {
        let path = parent + "/build-" + names.repository
        if FileManager.default.fileExists(atPath: path) { return path }
        var status = stat()
        guard unsafe stat(parent, &status) == 0, unsafe mkdir(path, 0o755) == 0,
            unsafe chmod(path, status.st_mode & 0o7777) == 0, unsafe chown(path, status.st_uid, status.st_gid) == 0
        else { throw SandboxError(kind: .host, action: "make the folder \(path)", reason: Errno.text) }
        return path
    }
}
