/// Walks a document and writes its text. The tree's depth is limited, so recursion is.
struct HTMLRenderer {
    let tree: HTMLTree
    let images: [String: String]
    let style: HTMLStyle
    var colors = HTMLColors()
    var writer: LineWriter
    var hasStructure = false
    var hasHiddenText = false
    /// Open `<b>`, `<i>` and so on: marks are not repeated inside themselves.
    var openMarks: Set<String> = []
    /// Numbers of the open lists' next items; `nil` in lists without numbers.
    var listNumbers: [Int?] = []
    var isPreformatted = false
    /// How many marked quotes are open.
    var openQuotes = 0

    init(tree: HTMLTree, images: [String: String], maximumBytes: Int) {
        self.tree = tree
        self.images = images
        style = HTMLStyle(tree.styles)
        writer = LineWriter(maximumBytes: maximumBytes)
    }

    var lines: [Line] { writer.lines }

    mutating func render() {
        children(of: 0)
        writer.endLine()
    }

    mutating func children(of node: Int) {
        for child in tree.nodes[node].children {
            if writer.isFull { return }
            render(child)
        }
    }

    private mutating func render(_ node: Int) {
        switch tree.nodes[node].content {
        case .text(let text): render(text)
        case .element(let element):
            let outer = colors
            defer { colors = outer }
            guard enter(node, element) else { return }
            if let role = HTMLQuotes.role(of: element) {
                render(node, element, role)
            } else {
                render(node, element)
            }
        }
    }

    private mutating func render(_ text: String) {
        if colors.hidesText, !text.allSatisfy(\.isWhitespace) {
            hasHiddenText = true
        } else if isPreformatted {
            writer.writeVerbatim(text)
        } else {
            writer.write(text)
        }
    }

    /// Takes on an element's colors; `false` when people do not see it.
    mutating func enter(_ node: Int, _ element: HTMLElement) -> Bool {
        let declarations = style.declarations(for: element)
        guard !declarations.hides else {
            hasHiddenText = hasHiddenText || tree.nodes[node].hasText
            return false
        }
        colors.enter(element, declarations)
        return true
    }

    mutating func render(_ node: Int, _ element: HTMLElement) {
        switch element.name {
        case "head", "script", "style", "template", "object", "select", "option", "button": break
        case "br": isPreformatted ? writer.writeVerbatim("\n") : writer.breakLine()
        case "hr": rule()
        case "b", "strong": mark(node, "**")
        case "i", "em": mark(node, "*")
        case "s", "del", "strike": mark(node, "~~")
        case "code", "tt", "kbd", "samp": code(node)
        case "pre": preformatted(node)
        case "a": link(node, element)
        case "img": image(element)
        case "h1", "h2", "h3", "h4", "h5", "h6": heading(node, level: Int(element.name.dropFirst()) ?? 1)
        case "ul", "ol": list(node, element)
        case "li": item(node)
        case "blockquote": quotation(node)
        case "table": table(node)
        case "p": paragraph(node)
        default:
            if Self.blocks.contains(element.name) { block(node) } else { children(of: node) }
        }
    }

    private static let blocks: Set<String> = [
        "address", "article", "aside", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
        "fieldset",
        "figcaption", "figure", "footer", "form", "header", "html", "legend", "main", "nav", "section", "summary",
        "tbody",
        "thead", "tfoot", "tr", "td", "th", "caption",
    ]

    private mutating func block(_ node: Int) {
        writer.endLine()
        children(of: node)
        writer.endLine()
    }

    private mutating func paragraph(_ node: Int) {
        writer.endParagraph()
        children(of: node)
        writer.endParagraph()
    }

    private mutating func rule() {
        writer.endParagraph()
        writer.write("---")
        writer.endParagraph()
    }

    private mutating func heading(_ node: Int, level: Int) {
        writer.endParagraph()
        hasStructure = true
        if writer.begin(.init(first: String(repeating: "#", count: level) + " ", rest: "")) {
            children(of: node)
            writer.endPrefix()
        } else {
            children(of: node)
        }
        writer.endParagraph()
    }

    /// A quotation the sender made; not history.
    private mutating func quotation(_ node: Int) {
        writer.endParagraph()
        let isMarked = writer.begin(.init(first: nil, rest: "> "))
        children(of: node)
        if isMarked { writer.endPrefix() }
        writer.endParagraph()
    }
}
