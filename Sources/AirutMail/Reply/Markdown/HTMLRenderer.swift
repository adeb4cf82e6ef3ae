/// Markdown as HTML that is harmless in a mail program, whoever wrote the Markdown.
///
/// Raw HTML is shown, not obeyed. Nothing is loaded from anywhere: an image becomes a link. A link keeps its target in sight
/// and leads only to `http`, `https` and `mailto`.
struct HTMLRenderer {
    /// Deeper nesting is flattened: some mail programs do not survive it.
    private static let deepest = 40

    private var html = ""
    private var depth = 0
    /// How many links and images are open, and the text of the outermost.
    private var openLinks = 0
    private var linkText = ""

    /// More HTML than this does nobody any good.
    private static let longestBytes = 4 << 20

    /// Markdown that grows out of all proportion is shown as it is.
    static func render(_ markdown: String) -> String {
        if MarkdownBudget.isExceeded(by: markdown) { return HTML.preformatted(markdown) }
        var renderer = HTMLRenderer()
        for event in MarkdownParser.events(of: markdown) {
            renderer.add(event)
            if renderer.html.utf8.count > longestBytes { return HTML.preformatted(markdown) }
        }
        return renderer.html
    }

    private mutating func add(_ event: MarkdownEvent) {
        switch event.node {
        case .text(let text): addText(HTML.escaped(text), plain: text)
        case .code(let text):
            addText("<code style=\"\(HTML.Style.code)\">\(HTML.escaped(text))</code>", plain: text)
        case .html(let text, let isBlock):
            addText(isBlock ? HTML.preformatted(text) : HTML.escaped(text), plain: text)
        case .codeBlock(let text): html += HTML.preformatted(text)
        case .softBreak: addText("\n", plain: " ")
        case .lineBreak: addText("<br>\n", plain: " ")
        case .thematicBreak: html += "<hr>\n"
        case .link(let url): event.isEntering ? beginLink(url, label: "") : endLink(url)
        case .image(let url): event.isEntering ? beginLink(url, label: "Image: ") : endLink(url)
        default: addContainer(event)
        }
    }

    private mutating func addText(_ markup: String, plain: String) {
        html += markup
        if openLinks > 0 { linkText += plain }
    }

    private mutating func addContainer(_ event: MarkdownEvent) {
        if event.isEntering { depth += 1 }
        if depth <= Self.deepest {
            let tags = HTML.tags(of: event.node)
            html += event.isEntering ? tags.opening : tags.closing
        }
        if !event.isEntering { depth -= 1 }
    }

    private mutating func beginLink(_ url: String, label: String) {
        openLinks += 1
        guard openLinks == 1 else { return }
        linkText = ""
        html += label
        if let target = LinkTarget(url) { html += "<a href=\"\(target.attribute)\" rel=\"noopener noreferrer\">" }
    }

    private mutating func endLink(_ url: String) {
        openLinks -= 1
        // What stands inside another link has no anchor of its own, but its target is told.
        let isOutermost = openLinks == 0
        if isOutermost, LinkTarget(url) != nil { html += "</a>" }
        if !isOutermost || !LinkTarget.isShown(url, by: linkText) {
            html += " (\(HTML.escaped(LinkTarget.shown(url))))"
        }
    }
}
