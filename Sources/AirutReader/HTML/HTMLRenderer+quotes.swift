/// Quoted messages and signatures.
extension HTMLRenderer {
    mutating func render(_ node: Int, _ element: HTMLElement, _ role: HTMLQuotes.Role) {
        switch role {
        case .boundary:
            // Not undone: everything after it is history too.
            hasStructure = true
            writer.setKind(writer.kind == .own ? .history : writer.kind)
            children(of: node)
            writer.endLine()
        case .signature: break
        case .introduction:
            within(isForward(node) ? .forwarded : .history) { $0.children(of: node) }
        case .frame where hasQuoteInside(node):
            writer.endLine()
            children(of: node)
            writer.endLine()
        case .quote, .frame:
            hasStructure = true
            within(isForward(node) ? .forwarded : .history) { $0.quoted(node) }
        }
    }

    private mutating func within(_ kind: Line.Kind, _ body: (inout Self) -> Void) {
        let outer = writer.kind
        writer.setKind(outer == .own ? kind : outer)
        body(&self)
        // A boundary within changed what comes after it as well.
        writer.setKind(outer)
    }

    /// Quotes in quotes are marked once more.
    private mutating func quoted(_ node: Int) {
        writer.endLine()
        let outerMarks = openQuotes
        openQuotes += 1
        let isMarked = outerMarks > 0 && writer.begin(.init(first: nil, rest: "> "))
        children(of: node)
        if isMarked { writer.endPrefix() }
        openQuotes = outerMarks
        writer.endLine()
    }

    /// Whether the frame holds marked quotes near its top, so that what stands beside them is the sender's.
    private func hasQuoteInside(_ node: Int) -> Bool {
        guard !isForward(node) else { return false }
        var level = tree.nodes[node].children
        for _ in 0..<3 {
            for child in level.prefix(200) {
                guard case .element(let element) = tree.nodes[child].content else { continue }
                if element.name == "blockquote", HTMLQuotes.role(of: element) != nil { return true }
            }
            level = level.prefix(200).flatMap { tree.nodes[$0].children }
        }
        return false
    }

    /// Whether it begins as forwarded messages do.
    private func isForward(_ node: Int) -> Bool {
        var waiting = [node]
        var remaining = 40
        while let next = waiting.popLast(), remaining > 0 {
            remaining -= 1
            switch tree.nodes[next].content {
            case .text(let text):
                let text = text.prefix(bytes: 200).onOneLine()
                if !text.isEmpty { return Separator.isForward(text) }
            case .element: waiting += tree.nodes[next].children.prefix(40).reversed()
            }
        }
        return false
    }
}
