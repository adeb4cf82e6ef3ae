import AirutModel

/// Reads a `From` field that must be one mailbox: an address, or a name and an address in angle brackets, with comments
/// before and after.
///
/// Stricter than the standard where mail programs disagree about whose the mail is: no groups, routes or quoted local
/// parts, nothing but the address within its brackets, and no angle brackets in names and comments.
///
/// - SeeAlso: RFC 5322 §3.4 (mailboxes), §3.2.2 (comments), §4.1 (dots in names), RFC 6532 (other letters in names).
struct SenderField {
    private let bytes: [UInt8]
    private var position = 0
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// The address; `nil` when the field, unfolded, is anything else than one mailbox.
    static func address(in field: String) -> EmailAddress? {
        var reader = Self(field)
        guard reader.skipComments(), let text = reader.mailbox(), reader.skipComments(), reader.next == nil else {
            return nil
        }
        return EmailAddress(text)
    }

    private mutating func mailbox() -> String? {
        let word = run(orAt: true)
        if word.contains("@") { return word }
        position -= word.utf8.count
        guard skipName(), take("<") else { return nil }
        let address = run(orAt: true)
        return take(">") ? address : nil
    }

    /// Goes over words, quoted strings and comments; `false` when one is malformed.
    private mutating func skipName() -> Bool {
        while true {
            guard skipComments() else { return false }
            if take("\"") {
                guard skip(to: "\"", opening: nil) else { return false }
            } else if run(orAt: false).isEmpty {
                return true
            }
        }
    }

    /// Goes over white space and comments; `false` when one is malformed.
    private mutating func skipComments() -> Bool {
        while true {
            while take(" ") || take("\t") {}
            guard take("(") else { return true }
            guard skip(to: ")", opening: "(") else { return false }
        }
    }

    /// Goes over quoted text, nested if it may be, and its end.
    private mutating func skip(to closing: Unicode.Scalar, opening: Unicode.Scalar?) -> Bool {
        var depth = 1
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: closing):
                depth -= 1
                if depth == 0 { return true }
            case UInt8(ascii: "\\"):
                guard let escaped = next, Self.isPlain(escaped) else { return false }
                position += 1
            default:
                guard Self.isPlain(byte) else { return false }
                if let opening, byte == UInt8(ascii: opening) { depth += 1 }
            }
        }
        return false
    }

    /// Neither a control character nor an angle bracket.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (byte >= 0x20 || byte == 0x09) && byte != 0x7F && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
    }

    /// Letters, digits, dots and the signs an atom may have; `@` too if it may be in it.
    private mutating func run(orAt: Bool) -> String {
        let start = position
        while let byte = next, Self.isAtom(byte) || (orAt && byte == UInt8(ascii: "@")) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static let specials = Set("()<>[]:;@\\,\"".utf8)
    private static func isAtom(_ byte: UInt8) -> Bool { byte > 0x20 && byte != 0x7F && !specials.contains(byte) }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }
}
