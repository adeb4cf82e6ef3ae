/// Texts in YAML's flow style.
enum YAMLText {
    /// As it is when nothing in it could mean something, otherwise in double quotes.
    ///
    /// - SeeAlso: YAML 1.2 §5.7 and §7.3.1.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            Percent.isUnreserved(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "@")
        }
        if isPlain, let first = text.utf8.first, first == UInt8(ascii: "/") || isLetter(first) && text.contains(".") {
            return text
        }
        return "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case " "..."~": return String(scalar)
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        }
    }
}
