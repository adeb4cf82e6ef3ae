/// Percent-encoding, RFC 3986 §2.1.
enum Percent {
    /// The byte an escape at `index` stands for; `nil` when none begins there.
    static func byte(_ bytes: [UInt8], at index: Int) -> UInt8? {
        guard index + 2 < bytes.count, bytes[index] == UInt8(ascii: "%"), let high = digit(bytes[index + 1]),
            let low = digit(bytes[index + 2])
        else { return nil }
        return high << 4 | low
    }

    /// Whether what follows a `%` would make it an escape, the digits themselves escaped or not.
    static func startsSecondEscape(_ bytes: [UInt8], after index: Int) -> Bool {
        var index = index
        for _ in 0..<2 {
            guard index < bytes.count else { return false }
            let escaped = byte(bytes, at: index)
            guard digit(escaped ?? bytes[index]) != nil else { return false }
            index += escaped == nil ? 1 : 3
        }
        return true
    }

    static func escape(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    /// RFC 3986 §2.3.
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    /// Reserved characters that a path may hold plain, and the slash: RFC 3986 §3.3.
    static func mayStandInPath(_ byte: UInt8) -> Bool {
        switch byte {
        // ! $ & ' ( ) * + , / : ; = @
        case 0x21, 0x24, 0x26...0x2C, 0x2F, 0x3A, 0x3B, 0x3D, 0x40: true
        default: false
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
