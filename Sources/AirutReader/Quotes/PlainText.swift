/// Lines of a plain text, quoted ones recognized by `>`.
enum PlainText {
    static func lines(of text: String) -> [Line] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0)) }
    }

    private static func line(_ text: String) -> Line {
        guard text.first == ">" else { return Line(text: withoutTrailingSpace(text)) }
        // mbox storage puts a mark before a line of prose that begins with "From ".
        if text.hasPrefix(">From ") { return Line(text: withoutTrailingSpace(String(text.dropFirst()))) }
        let rest = text.dropFirst()
        return Line(text: withoutTrailingSpace(String(rest.first == " " ? rest.dropFirst() : rest)), kind: .history)
    }

    /// The signature's delimiter `-- ` keeps its space (RFC 3676 §4.3).
    static func withoutTrailingSpace(_ text: String) -> String {
        if text == "-- " { return text }
        guard let last = text.utf8.last, isWhite(last) else { return text }
        guard let end = text.utf8.lastIndex(where: { !isWhite($0) }) else { return "" }
        return String(text[...end])
    }
}
