import CGMime
import Glibc

/// Searches in raw bytes at libc's speed, and in linear time whatever the bytes are.
extension Array where Element == UInt8 {
    /// The first place of a byte within a range.
    func index(of byte: UInt8, in range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return nil }
        return unsafe withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress,
                let found = unsafe memchr(base + range.lowerBound, Int32(byte), range.count)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    /// The first place of a pattern that lies wholly within a range.
    func index(of pattern: [UInt8], in range: Range<Int>) -> Int? {
        guard !pattern.isEmpty, range.count >= pattern.count else { return nil }
        return unsafe withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress,
                let found = unsafe memmem(base + range.lowerBound, range.count, pattern, pattern.count)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    /// Where the line that starts at `start` ends, and where the next one begins. Lines end with LF or CRLF.
    func line(at start: Int, before end: Int) -> (content: Range<Int>, next: Int) {
        guard let newline = index(of: UInt8(ascii: "\n"), in: start..<end) else { return (start..<end, end) }
        let hasReturn = newline > start && self[newline - 1] == UInt8(ascii: "\r")
        return (start..<(hasReturn ? newline - 1 : newline), newline + 1)
    }
}
