import CLinux
import FoundationEssentials
import Glibc

/// Files without a name: they take space until whoever has them open closes them, and no folder shows them.
enum DeletedFiles {
    private struct Identity: Hashable {
        let device: UInt
        let number: UInt
    }

    /// Bytes on disks allocated by such files of a process and its descendants. What cannot be looked at counts nothing.
    static func bytes(heldFrom pid: Int32) -> Int {
        var sizes: [Identity: Int] = [:]
        for process in [pid] + ProcessTree.descendants(of: pid) {
            let folder = "/proc/\(process)/fd"
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                guard let (identity, size) = deletedFile(folder + "/" + name) else { continue }
                sizes[identity] = size
            }
        }
        return sizes.values.reduce(0, +)
    }

    private static func deletedFile(_ path: String) -> (Identity, Int)? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_nlink == 0, status.st_mode & S_IFMT == S_IFREG,
            unsafe airut_is_in_memory(path) == 0  // memory counts against another limit
        else { return nil }
        return (Identity(device: UInt(status.st_dev), number: UInt(status.st_ino)), Int(status.st_blocks) * 512)
    }
}
