/// Text of unknown origin, made fit for a terminal and a log file: one line, and nothing that acts.
public enum VisibleText {
    /// Replaces controls (C0, DEL, C1), line and paragraph separators, and bidirectional controls by `\\u{…}`.
    ///
    /// - SeeAlso: ECMA-48 §5 (control functions), Unicode TR 36 §3.6 (bidirectional text spoofing).
    public static func escaping(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isActive) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if isActive(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isActive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
