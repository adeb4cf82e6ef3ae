import CGit2

/// The name of a git object: its SHA-1, 20 bytes.
struct ObjectID: Hashable, Sendable, CustomStringConvertible {
    private let head: UInt64
    private let middle: UInt64
    private let tail: UInt32

    init(_ raw: git_oid) {
        (head, middle, tail) = unsafe withUnsafeBytes(of: raw) { bytes in
            unsafe (
                bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
            )
        }
    }

    /// `nil` when the text is not 40 hexadecimal digits.
    init?(_ hex: String) {
        guard hex.utf8.count == 40 else { return nil }
        var raw = git_oid()
        guard unsafe git_oid_fromstr(&raw, hex) == 0 else { return nil }
        self.init(raw)
    }

    /// The form libgit2's functions take.
    var raw: git_oid {
        var raw = git_oid()
        unsafe withUnsafeMutableBytes(of: &raw) { bytes in
            unsafe bytes.storeBytes(of: head, as: UInt64.self)
            unsafe bytes.storeBytes(of: middle, toByteOffset: 8, as: UInt64.self)
            unsafe bytes.storeBytes(of: tail, toByteOffset: 16, as: UInt32.self)
        }
        return raw
    }

    /// 40 hexadecimal digits in lower case.
    var description: String {
        unsafe withUnsafeBytes(of: raw) { bytes in
            let digits = Array("0123456789abcdef".utf8)
            return unsafe String(
                decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
        }
    }
}
