/// Tables: those of data become Markdown tables, those that arrange a page are read cell by cell.
extension HTMLRenderer {
    mutating func table(_ node: Int) {
        let rows = rows(of: node)
        let isData =
            !tree.nodes[node].isLayout && !isPreformatted && rows.contains { $0.cells.count > 1 }
            && (rows.count > 1 || rows.contains { $0.isHeader })
        guard isData else {
            writer.endLine()
            children(of: node)
            writer.endLine()
            return
        }
        hasStructure = true
        writer.endParagraph()
        for (index, row) in rows.enumerated() where !writer.isFull {
            writer.write("| " + row.cells.map { cell($0, row.colors) }.joined(separator: " | ") + " |")
            writer.endLine()
            if index == 0, row.isHeader {
                writer.write("|" + String(repeating: " --- |", count: row.cells.count))
                writer.endLine()
            }
        }
        writer.endParagraph()
    }

    private struct Row {
        var cells: [Int]
        var isHeader: Bool
        /// Within the row.
        let colors: HTMLColors
    }

    private mutating func rows(of table: Int) -> [Row] {
        var rows: [Row] = []
        let outer = colors
        defer { colors = outer }
        var waiting = tree.nodes[table].children.reversed().map { (node: $0, isHeader: false, colors: outer) }
        while let (node, isHeader, around) = waiting.popLast() {
            colors = around
            guard case .element(let element) = tree.nodes[node].content, enter(node, element) else { continue }
            let children = tree.nodes[node].children
            switch element.name {
            case "thead", "tbody", "tfoot":
                waiting += children.reversed().map { ($0, element.name == "thead", colors) }
            case "tr":
                let cells = children.filter { name(of: $0) == "td" || name(of: $0) == "th" }
                let isHeader = isHeader || cells.contains { name(of: $0) == "th" }
                if !cells.isEmpty { rows.append(Row(cells: cells, isHeader: isHeader, colors: colors)) }
            default: break
            }
        }
        return rows
    }

    /// The text of a cell on one line.
    private mutating func cell(_ node: Int, _ row: HTMLColors) -> String {
        let outerColors = colors
        defer { colors = outerColors }
        colors = row
        if case .element(let element) = tree.nodes[node].content, !enter(node, element) { return "" }
        let outer = writer
        writer = LineWriter(maximumBytes: 100_000)
        children(of: node)
        writer.endLine()
        let text = writer.lines.filter { !$0.isBlank }.map(\.text).joined(separator: " ")
        writer = outer
        return text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    func name(of node: Int) -> String? {
        guard case .element(let element) = tree.nodes[node].content else { return nil }
        return element.name
    }
}
