/// How texts in JSON and HTML escape what has a meaning there.
enum ScrubEscape: CaseIterable {
    /// What must be (RFC 8259 §7).
    case json
    /// And slashes, as PHP does.
    case jsonSlashes
    /// And what HTML would read, as Go does.
    case jsonHTML
    /// Whatever is no letter or digit, but slashes with a backslash, as careful encoders do.
    case jsonCareful, jsonCarefulUppercase
    case html
    /// By numbers.
    case htmlDecimal
    /// As most libraries of Python do.
    case htmlMixed

    func escaped(_ text: String) -> [UInt8] { text.utf8.flatMap { escape($0).map { Array($0.utf8) } ?? [$0] } }

    /// `nil`: stays as it is.
    private func escape(_ byte: UInt8) -> String? {
        switch self {
        case .json: Self.json(byte)
        case .jsonSlashes: byte == UInt8(ascii: "/") ? "\\/" : Self.json(byte)
        case .jsonHTML: "<>&".utf8.contains(byte) ? Self.unicode(byte) : Self.json(byte)
        case .jsonCareful: Self.careful(byte)
        case .jsonCarefulUppercase: Self.careful(byte)?.uppercased().replacing("\\U", with: "\\u")
        case .html: byte == UInt8(ascii: "'") ? nil : Self.html(byte)
        case .htmlDecimal:
            byte == UInt8(ascii: "\"") ? "&#34;" : byte == UInt8(ascii: "'") ? "&#39;" : Self.html(byte)
        case .htmlMixed: byte == UInt8(ascii: "'") ? "&#x27;" : Self.html(byte)
        }
    }

    private static func json(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "\""): "\\\""
        case UInt8(ascii: "\\"): "\\\\"
        default: nil
        }
    }

    private static func careful(_ byte: UInt8) -> String? {
        if byte == UInt8(ascii: "/") { return "\\/" }
        return "\"'<>&+=".utf8.contains(byte) ? unicode(byte) : json(byte)
    }

    /// In lower case.
    private static func unicode(_ byte: UInt8) -> String { "\\u00" + String(byte, radix: 16) }

    private static func html(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        default: nil
        }
    }
}
