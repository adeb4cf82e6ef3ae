import Glibc

/// What is left on disks.
enum FreeSpace {
    /// The least of what is left to ordinary users at those paths; `nil` when none of them tells.
    static func bytes(at paths: [String]) -> Int? {
        paths.compactMap { path in
            var status = statvfs()
            guard unsafe statvfs(path, &status) == 0 else { return nil }
            return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
        }.min()
    }
}
