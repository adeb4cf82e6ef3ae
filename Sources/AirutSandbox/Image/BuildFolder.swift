import FoundationEssentials
import Glibc

/// Where the builds of one repository work: `RUN --mount=type=cache` keeps its caches there, for no longer than an
/// image may be old. One repository's are no other's.
enum BuildFolder {
    static func path(for names: ImageNames, below parent: String) -> String { parent + "/build-" + names.repository }

    /// The one around the files of one build.
    static func path(of context: String) -> String {
        String(context[..<(context.lastIndex(of: "/") ?? context.endIndex)])
    }

    /// Makes it, if need be, for whoever may use `parent`: Podman's user.
    static func make(for names: ImageNames, below parent: String) throws(SandboxError) -> String {
        let path = path(for: names, below: parent)
        if FileManager.default.fileExists(atPath: path) { return path }
        var status = stat()
        guard unsafe stat(parent, &status) == 0, unsafe mkdir(path, 0o755) == 0,
            unsafe chmod(path, status.st_mode & 0o7777) == 0, unsafe chown(path, status.st_uid, status.st_gid) == 0
        else { throw SandboxError(kind: .host, action: "make the folder \(path)", reason: Errno.text) }
        return path
    }
}
