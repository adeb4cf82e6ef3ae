/// Plain text whose paragraphs were broken softly, put together again.
///
/// - SeeAlso: RFC 3676 §4.
enum FlowedText {
    /// - Parameter deletesSpace: the parameter `delsp=yes`: the space at a soft break is not part of the text.
    static func lines(of text: String, deletesSpace: Bool) -> [Line] {
        var lines: [Line] = []
        var paragraph = ""
        var paragraphDepth: Int?
        func finish() {
            if let depth = paragraphDepth { lines.append(line(paragraph, depth: depth)) }
            paragraph = ""
            paragraphDepth = nil
        }
        for raw in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let depth = raw.utf8.prefix { $0 == UInt8(ascii: ">") }.count
            var content = raw.dropFirst(depth)
            if content.first == " " { content = content.dropFirst() }
            let isFlowed = content.last == " " && content != "-- "
            if paragraphDepth != nil, paragraphDepth != depth || content == "-- " { finish() }
            if isFlowed, deletesSpace { content = content.dropLast() }
            paragraph += content
            paragraphDepth = depth
            if !isFlowed { finish() }
        }
        finish()
        return lines
    }

    private static func line(_ text: String, depth: Int) -> Line {
        let text = PlainText.withoutTrailingSpace(text)
        guard depth > 0 else { return Line(text: text) }
        let marks = depth > 1 ? String(repeating: ">", count: min(depth, 20) - 1) + " " : ""
        return Line(text: text.isEmpty ? "" : marks + text, kind: .history)
    }
}
