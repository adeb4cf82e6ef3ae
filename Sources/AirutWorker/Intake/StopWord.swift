/// Recognizes a mail that says nothing but “stop” or “cancel”.
enum StopWord {
    private static let words: Set<String> = ["stop", "cancel"]
    /// How mail programs on telephones begin the line that they add.
    private static let signatures = ["sent from", "sent via", "get outlook for", "gesendet von", "envoyé de"]

    /// - Parameter text: what the sender wrote, quotes removed. Case, punctuation around the word and a signature below
    ///   it do not count.
    static func isAll(of text: String) -> Bool {
        // More than a word and a signature need not be looked at.
        guard text.utf8.count <= 10_000 else { return false }
        let lines = text.split(whereSeparator: \.isNewline).map(plain)
        let own = lines.prefix { $0 != "--" }.filter { !$0.isEmpty }
        guard let first = own.first, words.contains(word(first)) else { return false }
        return own.dropFirst().allSatisfy { line in
            let line = line.lowercased()
            return signatures.contains { line.hasPrefix($0) }
        }
    }

    /// Without white space and invisible characters at the ends.
    private static func plain(_ line: Substring) -> String {
        let visible = line.unicodeScalars.filter { $0.properties.generalCategory != .format }
        let text = String(String.UnicodeScalarView(visible)).drop(while: \.isWhitespace)
        return String(text.reversed().drop(while: \.isWhitespace).reversed())
    }

    private static func word(_ line: String) -> String {
        line.filter { !$0.isPunctuation && !$0.isSymbol }.lowercased()
    }
}
