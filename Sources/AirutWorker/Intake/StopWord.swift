/// Recognizes a mail that says nothing but “stop” or “cancel”.
enum StopWord {
    private static let words: Set<String> = ["stop", "cancel"]

    /// Case, punctuation around the word and a signature below it do not count. Without the separator `-- ` (RFC 3676 §4.3)
    /// only what cannot be a request is taken for a signature: see ``Signature``. When in doubt the mail is a request, which
    /// the agent gets to see: better a run that goes on for a while than work that nobody asked to end.
    ///
    /// - Parameters:
    ///   - text: what the sender wrote, quotes removed.
    ///   - name: the sender's own, as the mail gives it.
    static func isAll(of text: String, from name: String? = nil) -> Bool {
        // More than a word and a signature need not be looked at.
        guard text.utf8.count <= 10_000 else { return false }
        let lines = text.split(whereSeparator: \.isNewline).map(plain)
        let own = lines.prefix { $0 != "--" }.filter { !$0.isEmpty }
        guard let first = own.first, words.contains(word(first)) else { return false }
        return Signature(of: name).isAll(of: own.dropFirst())
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
