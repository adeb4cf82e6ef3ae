/// Patterns for paths as text.
enum PathPattern {
    /// What is wrong with it; `nil` for a good one.
    static func problem(with text: String) -> String? {
        guard let first = text.first else { return nil }
        if !"/*?[".contains(first) { return "should begin with /, or with * for every path; it stands after the host" }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return "holds a control character, which no path has"
        }
        if text.contains("\\") { return "holds a backslash, which no path has" }
        if text.utf8.count > 4096 { return "is longer than 4096 bytes" }
        if text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) {
            return "holds a segment “.” or “..”, which no request keeps"
        }
        if escapes(in: text).contains(where: { $0.lowercased() != "%2f" }) {
            return "is compared with decoded paths: write the character itself instead of its percent-encoding "
                + "(only %2F stays as it is)"
        }
        return nil
    }

    /// What is probably not meant.
    static func doubt(about text: String) -> String? {
        guard let mark = text.firstIndex(of: "?"), text[mark...].contains("=") else { return nil }
        return "? stands for any one character here: the path ends before the query, which is not compared"
    }

    private static func escapes(in text: String) -> [String] {
        text.matches(of: /%[0-9A-Fa-f]{2}/).map { String($0.output) }
    }
}
