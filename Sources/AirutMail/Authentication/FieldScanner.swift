/// Reads the lexical elements of a structured header field from left to right, in time linear in its length.
///
/// - SeeAlso: RFC 5322 §3.2 (comments, quoted strings), RFC 8601 §2.2 (keywords and values).
struct FieldScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }
    private var next: UInt8? { isAtEnd ? nil : bytes[position] }

    /// Skips that character if it comes next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Whether that character, or the end, comes next.
    func isAtEnd(or character: Unicode.Scalar) -> Bool { isAtEnd || next == UInt8(ascii: character) }

    /// Skips white space and comments, nested ones included.
    mutating func skipComments() throws(AuthenticationResults.Malformed) {
        while let byte = next {
            if byte == UInt8(ascii: "(") {
                try skipComment()
            } else if Self.isSpace(byte) {
                position += 1
            } else {
                return
            }
        }
    }

    /// A run of letters, digits, `-` and `_`, in lower case; `nil` when none comes next.
    mutating func keyword() -> String? {
        let start = position
        while let byte = next, Self.isKeyword(byte) { position += 1 }
        return start == position ? nil : String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
    }

    /// A value up to white space, `;` or a comment; quoted strings in it count with their content only. May be empty.
    mutating func value() throws(AuthenticationResults.Malformed) -> String {
        var content: [UInt8] = []
        while let byte = next, !Self.isSpace(byte), byte != UInt8(ascii: ";"), byte != UInt8(ascii: "(") {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): content += try quotedContent()
            case UInt8(ascii: ")"), UInt8(ascii: "\\"), 0..<0x20, 0x7F:
                throw AuthenticationResults.Malformed("a value contains a character that must be quoted")
            default: content.append(byte)
            }
        }
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func quotedContent() throws(AuthenticationResults.Malformed) -> [UInt8] {
        var content: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return content
            case UInt8(ascii: "\\"):
                guard let escaped = next else { break }
                position += 1
                content.append(escaped)
            default: content.append(byte)
            }
        }
        throw AuthenticationResults.Malformed("a quoted string does not end")
    }

    private mutating func skipComment() throws(AuthenticationResults.Malformed) {
        var depth = 0
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                depth -= 1
                if depth == 0 { return }
            case UInt8(ascii: "\\"): position = min(position + 1, bytes.count)
            default: break
            }
        }
        throw AuthenticationResults.Malformed("a comment does not end")
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
    }

    private static func isKeyword(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}
