/// Texts as YAML scalars.
enum YAMLText {
    /// Plain where nothing in it means anything to YAML, otherwise in double quotes.
    static func scalar(_ text: String) -> String {
        let isPlain =
            text.first.map { $0.isLetter || "/.".contains($0) } == true && text.last != ":"
            && text.unicodeScalars.allSatisfy { isHarmless($0) } && !text.contains(": ") && !text.contains(" #")
            && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
        return isPlain ? text : quoted(text)
    }

    private static func isHarmless(_ scalar: UnicodeScalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789 -_./:@+*%<>=".unicodeScalars.contains(scalar))
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\t": "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: "\\x" + hex(scalar.value)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }

    private static func hex(_ value: UInt32) -> String { (value < 16 ? "0" : "") + String(value, radix: 16) }
}
