/// The text of a mail before it is a mail: sections of Markdown with a rule between them.
///
/// Each section is rendered by itself: an unclosed code block in the agent's text cannot swallow the section after it.
public struct Letter: Sendable, Hashable {
    public var sections: [String]

    public init(_ sections: [String]) {
        self.sections = sections.filter { section in section.contains { !$0.isWhitespace } }
    }

    /// As plain text: the Markdown itself.
    var text: String { sections.map(MarkdownText.visible).joined(separator: "\n\n---\n\n") + "\n" }

    /// As a whole HTML document.
    var html: String {
        let body = sections.map { HTMLRenderer.render(MarkdownText.visible($0)) }.joined(separator: "<hr>\n")
        return """
            <!DOCTYPE html>
            <html><head><meta charset="utf-8"></head>
            <body style="font-family:sans-serif">
            \(body)</body></html>

            """
    }
}
