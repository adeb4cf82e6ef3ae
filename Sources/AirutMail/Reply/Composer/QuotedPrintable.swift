/// The quoted-printable encoding of text (RFC 2045 §6.7).
enum QuotedPrintable {
    private static let digits = Array("0123456789ABCDEF".utf8)
    private static let longestLine = 75

    /// - Returns: lines of at most 76 characters, ended by CRLF.
    static func encode(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        for line in lines {
            encode(line, into: &result)
            result += [0x0D, 0x0A]
        }
        return result
    }

    private static func encode(_ line: Substring.UTF8View, into result: inout [UInt8]) {
        var column = 0
        for (index, byte) in zip(line.indices, line) {
            let isLast = line.index(after: index) == line.endIndex
            let isBlank = byte == 0x20 || byte == 0x09
            let isPlain = isBlank ? !isLast : (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
            // A dot alone, or "From " at the start of a line, means something to mail servers.
            let isSpecial = column == 0 && (byte == UInt8(ascii: ".") || line[index...].starts(with: "From ".utf8))
            let piece = isPlain && !isSpecial ? [byte] : [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            if column + piece.count > longestLine {
                result += [0x3D, 0x0D, 0x0A]
                column = 0
            }
            result += piece
            column += piece.count
        }
    }
}
