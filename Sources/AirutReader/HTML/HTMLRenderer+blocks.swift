/// Lists and preformatted text.
extension HTMLRenderer {
    mutating func list(_ node: Int, _ element: HTMLElement) {
        if listNumbers.isEmpty { writer.endParagraph() } else { writer.endLine() }
        let first = element["start"].flatMap { Int($0) }.map { min(max($0, 0), 1_000_000) } ?? 1
        listNumbers.append(element.name == "ol" ? first : nil)
        children(of: node)
        listNumbers.removeLast()
        if listNumbers.isEmpty { writer.endParagraph() } else { writer.endLine() }
    }

    mutating func item(_ node: Int) {
        hasStructure = true
        var marker = "- "
        if let number = listNumbers.last ?? nil {
            marker = "\(number). "
            listNumbers[listNumbers.count - 1] = number + 1
        }
        let isMarked = writer.begin(.init(first: marker, rest: String(repeating: " ", count: marker.utf8.count)))
        children(of: node)
        if isMarked { writer.endPrefix() }
    }

    /// A fenced block. The fence is longer than any within.
    mutating func preformatted(_ node: Int) {
        guard !isPreformatted, tree.nodes[node].hasText else { return children(of: node) }
        hasStructure = true
        let fence = String(repeating: "`", count: max(3, longestFence(in: node) + 1))
        writer.endParagraph()
        writer.writeVerbatim(fence + "\n")
        isPreformatted = true
        children(of: node)
        isPreformatted = false
        writer.endLine()
        writer.writeVerbatim(fence + "\n")
        writer.endParagraph()
    }

    private func longestFence(in node: Int) -> Int {
        var longest = 0
        var waiting = [node]
        while let next = waiting.popLast() {
            waiting += tree.nodes[next].children
            guard case .text(let text) = tree.nodes[next].content else { continue }
            var run = 0
            for byte in text.utf8 {
                run = byte == UInt8(ascii: "`") ? run + 1 : 0
                longest = max(longest, run)
            }
        }
        return min(longest, 100)
    }
}
