public import FoundationEssentials
import Glibc

/// A small file that is only ever replaced as a whole, by one writer at a time.
public enum WholeFile {
    /// Whoever is killed meanwhile leaves the old content, and a draft that the next writer takes: nothing piles up.
    ///
    /// - Throws: what Foundation says of the draft, `POSIXError` of its renaming; the old content is there still.
    public static func write(_ content: Data, to path: String) throws {
        let draft = path + ".new"
        try content.write(to: URL(fileURLWithPath: draft))
        guard unsafe rename(draft, path) != 0 else { return }
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
}
