/// A setting as the lines of text it consists of, so that it can be moved with everything that belongs to it.
///
/// Writing out what was read gives the same text, byte for byte.
struct SettingBlock: Hashable {
    var key: String
    /// Columns before the key.
    var indentation: Int
    /// Comments and empty lines above it.
    var leading: [String] = []
    /// Its first line, indentation included.
    var head: String
    /// The further lines of its value, when ``children`` is `nil`.
    var rest: [String] = []
    /// The settings of a mapping whose entries stand on lines of their own; `nil` for everything else.
    var children: [SettingBlock]?
    /// Comments after it that are indented deeper than it is.
    var trailing: [String] = []

    var lines: [String] { leading + [head] + rest + (children ?? []).flatMap(\.lines) + trailing }

    /// Columns between a setting and the settings in it.
    var step: Int { children?.first.map { $0.indentation - indentation } ?? 2 }

    /// The same setting, moved to the right or to the left.
    func shifted(by columns: Int) -> SettingBlock {
        var block = self
        block.indentation += columns
        block.leading = leading.map { Self.shifted($0, by: columns) }
        block.head = Self.shifted(head, by: columns)
        block.rest = rest.map { Self.shifted($0, by: columns) }
        block.children = children?.map { $0.shifted(by: columns) }
        block.trailing = trailing.map { Self.shifted($0, by: columns) }
        return block
    }

    /// The same setting under another name; `nil` when its key is written in an unusual way.
    func renamed(_ name: String) -> SettingBlock? {
        let begin = head.prefix { $0 == " " }
        let text = head.dropFirst(begin.count)
        guard let written = [key, "\"\(key)\"", "'\(key)'"].first(where: { text.hasPrefix($0) }) else { return nil }
        var block = self
        block.key = name
        block.head = begin + name + text.dropFirst(written.count)
        return block
    }

    /// What stands after the colon of a setting whose value begins on the next line: a comment, an anchor, a tag.
    var remark: String {
        guard let colon = head.firstIndex(of: ":") else { return "" }
        return String(head[head.index(after: colon)...].drop { $0 == " " })
    }

    private static func shifted(_ line: String, by columns: Int) -> String {
        guard line.contains(where: { $0 != " " && $0 != "\r" }) else { return line }
        if columns >= 0 { return String(repeating: " ", count: columns) + line }
        return String(line.dropFirst(min(-columns, line.prefix { $0 == " " }.count)))
    }
}
