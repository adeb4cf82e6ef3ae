/// Puts tags into each other. Wrong nesting is mended the simple way: an end tag closes the nearest open element of its
/// name, within its table cell or list.
struct HTMLTreeBuilder {
    private var tree = HTMLTree()
    private var open: [(node: Int, name: String)] = [(0, "#root")]
    /// Start tags beyond the greatest depth, by name: their end tags must close nothing.
    private var ignored: [String: Int] = [:]
    /// How many elements of each name are open: what is not open need not be looked for.
    private var openCounts: [String: Int] = [:]

    private static let maximumDepth = 120
    private static let maximumNodes = 300_000
    private static let void: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    ]
    /// What an end tag does not reach beyond.
    private static let fences: Set<String> = ["table", "td", "th"]
    private static let structure: Set<String> = [
        "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote",
    ]
    /// Elements that end an open paragraph.
    private static let endsParagraph: Set<String> = structure.union([
        "p", "div", "dl", "hr", "address", "article", "section", "center", "form", "header", "footer",
    ])

    mutating func tree(of html: String) -> HTMLTree {
        var tokenizer = HTMLTokenizer(html)
        while let token = tokenizer.next() {
            guard tree.nodes.count < Self.maximumNodes else {
                tree.isCut = true
                break
            }
            switch token {
            case .text(let text): append(text)
            case .end(let name): end(name)
            case .start(let element):
                if HTMLTokenizer.hasRawText(element.name) {
                    let content = tokenizer.rawContent(of: element.name)
                    if element.name == "style", tree.styles.utf8.count < 500_000 { tree.styles += content + "\n" }
                } else {
                    start(element)
                }
            }
        }
        return tree
    }

    private mutating func start(_ element: HTMLElement) {
        endImplied(by: element.name)
        if Self.structure.contains(element.name) { markTable() }
        let node = append(.element(element))
        guard !Self.void.contains(element.name) else { return }
        if open.count < Self.maximumDepth {
            open.append((node, element.name))
            openCounts[element.name, default: 0] += 1
        } else {
            ignored[element.name, default: 0] += 1
        }
    }

    /// Ends what may not hold the new element: `<li>` ends the item before it.
    private mutating func endImplied(by name: String) {
        switch name {
        case "li": close(["li"], within: ["ul", "ol", "table", "td", "th"])
        case "dt", "dd": close(["dt", "dd"], within: ["dl", "table", "td", "th"])
        case "tr": close(["tr"], within: ["table"])
        case "td", "th": close(["td", "th"], within: ["tr", "table"])
        case "thead", "tbody", "tfoot": close(["thead", "tbody", "tfoot"], within: ["table"])
        case "a": close(["a"], within: ["table", "td", "th"])
        default:
            if Self.endsParagraph.contains(name) {
                close(["p"], within: ["blockquote", "div", "li", "table", "td", "th"])
            }
        }
    }

    /// Closes the nearest open element of those names, if it lies within the nearest of the limits.
    private mutating func close(_ names: [String], within limits: [String]) {
        guard names.contains(where: isOpen) else { return }
        for index in open.indices.dropFirst().reversed() {
            let name = open[index].name
            if names.contains(name) {
                pop(from: index)
                return
            }
            if limits.contains(name) { return }
        }
    }

    private mutating func end(_ name: String) {
        if let count = ignored[name], count > 0 {
            ignored[name] = count - 1
            return
        }
        guard isOpen(name) else { return }
        let isTablePart = ["table", "thead", "tbody", "tfoot", "tr", "td", "th"].contains(name)
        for index in open.indices.dropFirst().reversed() {
            if open[index].name == name {
                pop(from: index)
                return
            }
            if !isTablePart, Self.fences.contains(open[index].name) { return }
            if isTablePart, name != "table", open[index].name == "table" { return }
        }
    }

    private func isOpen(_ name: String) -> Bool { openCounts[name, default: 0] > 0 }

    private mutating func pop(from index: Int) {
        for element in open[index...] { openCounts[element.name, default: 1] -= 1 }
        open.removeSubrange(index...)
    }

    private mutating func markTable() {
        guard isOpen("table"), let table = open.last(where: { $0.name == "table" }) else { return }
        tree.nodes[table.node].isLayout = true
    }

    /// Text marks the elements it is in, up to those that are marked already.
    private mutating func append(_ text: String) {
        append(.text(text))
        guard !text.utf8.allSatisfy(isWhite) else { return }
        for element in open.reversed() {
            if tree.nodes[element.node].hasText { return }
            tree.nodes[element.node].hasText = true
        }
    }

    @discardableResult
    private mutating func append(_ content: HTMLTree.Node.Content) -> Int {
        let node = tree.nodes.count
        tree.nodes.append(.init(content: content))
        tree.nodes[open[open.count - 1].node].children.append(node)
        return node
    }
}
