import Glibc

/// Keeps a mirror in its place while it is read: readers share it, and whoever puts another mirror there needs it alone.
///
/// The kernel releases it when the process dies.
struct MirrorLease: ~Copyable {
    private let folder: Folder

    /// Waits for whoever is replacing the mirror; `nil` when there is no mirror.
    init?(reading mirror: String?) {
        guard let mirror else { return nil }
        while true {
            guard let folder = Folder(path: mirror), Self.lock(folder, LOCK_SH) else { return nil }
            guard Self.isStill(folder, at: mirror) else { continue }
            self.folder = folder
            return
        }
    }

    /// `nil` when somebody reads it.
    init?(replacing mirror: String) {
        guard let folder = Folder(path: mirror), Self.lock(folder, LOCK_EX | LOCK_NB) else { return nil }
        self.folder = folder
    }

    private static func lock(_ folder: borrowing Folder, _ operation: Int32) -> Bool {
        while flock(folder.descriptor, operation) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }

    /// Another may have been put there while we waited.
    private static func isStill(_ folder: borrowing Folder, at path: String) -> Bool {
        var held = stat()
        var present = stat()
        guard unsafe fstat(folder.descriptor, &held) == 0, unsafe stat(path, &present) == 0 else { return false }
        return held.st_dev == present.st_dev && held.st_ino == present.st_ino
    }
}
