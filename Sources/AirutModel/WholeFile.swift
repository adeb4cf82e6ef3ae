public import FoundationEssentials
import Glibc

/// A small file that is only ever replaced as a whole, by one writer at a time.
public enum WholeFile {
    /// Whoever is killed meanwhile leaves the old content, and a draft that the next writer takes: nothing piles up.
    ///
    /// - Throws: what Foundation says of the draft, `POSIXError` of its move; the old content is there still.
    public static func write(_ content: Data, to path: String) throws {
        let draft = path + ".new"
        try content.write(to: URL(fileURLWithPath: draft))
        do {
            try move(draft, to: path)
        } catch {
            unsafe unlink(draft)
            throw error
        }
    }

    /// Puts a finished draft in its place once it is on the disk: a loss of power must not leave an empty file there.
    ///
    /// - Throws: `POSIXError`; the old content is there still.
    public static func move(_ draft: String, to path: String) throws {
        let file = unsafe open(draft, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        guard file >= 0, fsync(file) == 0, unsafe rename(draft, path) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
    }
}
