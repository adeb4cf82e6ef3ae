import AirutPolicy

/// Patterns for hosts as text.
enum HostPattern {
    /// In lower case; a name without wildcards in its one spelling.
    static func parse(_ text: String) -> String? {
        guard Glob(text).isPattern else {
            return text.hasSuffix(".") ? nil : HostName(text)?.text
        }
        let isAllowed = text.utf8.allSatisfy { byte in
            ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-._*?[]!".utf8.contains(byte)
        }
        guard isAllowed, text.utf8.count <= 253, !text.contains(".."), !text.hasPrefix("."), !text.hasSuffix(".") else {
            return nil
        }
        return text.lowercased()
    }
}
