import AirutYAML

/// A configuration file as blocks of text, one for each setting.
struct SettingText {
    var blocks: [SettingBlock]
    /// Whether the last line ends in a line feed.
    private let endsInLineFeed: Bool

    /// `nil` when the outermost mapping's entries do not stand on lines of their own.
    init?(_ text: String, root: YAMLNode) {
        var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String($0) ?? "" }
        endsInLineFeed = lines.last == ""
        if endsInLineFeed { lines.removeLast() }
        guard let blocks = Self.blocks(of: root, lines, from: 1, through: lines.count, depth: 0) else { return nil }
        self.blocks = blocks
    }

    var text: String { blocks.flatMap(\.lines).joined(separator: "\n") + (endsInLineFeed ? "\n" : "") }

    /// `repos.<id>.email.imap.server` is as deep as settings are moved.
    private static let depth = 5

    private static func blocks(
        of node: YAMLNode, _ lines: [String], from first: Int, through last: Int, depth: Int
    ) -> [SettingBlock]? {
        guard depth < Self.depth, node.isBlock, let pairs = node.pairs, !pairs.contains(where: \.isMerged),
            pairs.allSatisfy({ standsAlone($0, lines) })
        else { return nil }
        var blocks: [SettingBlock] = []
        var begin = first
        for (index, pair) in pairs.enumerated() {
            guard begin <= pair.line, pair.line <= pair.lastLine, pair.lastLine <= last else { return nil }
            let next = index + 1 < pairs.count ? pairs[index + 1].line - 1 : last
            let gap = Array(lines[begin - 1..<pair.line - 1])
            // A document's first lines may be directives and `---`.
            guard (depth == 0 && index == 0) || gap.allSatisfy(isRemark) else { return nil }
            let after = trailing(
                lines[pair.lastLine..<max(pair.lastLine, next)], indentation: pair.column - 1,
                isLast: index + 1 == pairs.count)
            blocks.append(block(pair, leading: gap, trailing: after, lines, depth: depth))
            begin = pair.lastLine + after.count + 1
        }
        return blocks
    }

    private static func block(
        _ pair: YAMLPair, leading: [String], trailing: [String], _ lines: [String], depth: Int
    ) -> SettingBlock {
        var block = SettingBlock(
            key: pair.key, indentation: pair.column - 1, leading: leading, head: lines[pair.line - 1],
            trailing: trailing)
        let isBelow = !pair.isAlias && pair.value.isBlock && pair.value.line > pair.line
        block.children =
            isBelow
            ? blocks(of: pair.value, lines, from: pair.line + 1, through: pair.lastLine, depth: depth + 1) : nil
        if block.children == nil { block.rest = Array(lines[pair.line..<pair.lastLine]) }
        return block
    }

    /// Of the lines after a setting, those that belong to it and not to the next one: up to the last comment that is
    /// indented deeper. At the end of a mapping all of them.
    private static func trailing(_ lines: ArraySlice<String>, indentation: Int, isLast: Bool) -> [String] {
        if isLast { return Array(lines) }
        let deeper = lines.lastIndex { line in
            line.prefix { $0 == " " }.count > indentation && line.contains("#")
        }
        return deeper.map { Array(lines[...$0]) } ?? []
    }

    private static func standsAlone(_ pair: YAMLPair, _ lines: [String]) -> Bool {
        pair.line <= lines.count && lines[pair.line - 1].prefix { $0 == " " }.count == pair.column - 1
    }

    private static func isRemark(_ line: String) -> Bool {
        let text = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\r\n" }
        return text.isEmpty || text.first == "#"
    }
}
