import AirutYAML

/// The number of the format, `config_version`.
enum FormatVersion {
    static let key = "config_version"
    static let currentNumber = 5
    static let current = "\(currentNumber)"
}

extension EarlierForm {
    /// Makes the tree say that it is in today's format, if it names an earlier one.
    ///
    /// - Returns: what it said before; `nil` when nothing changed.
    mutating func renumber() -> String? {
        guard var pairs = root.pairs, let index = pairs.firstIndex(where: { $0.key == FormatVersion.key }),
            case .scalar(let text, .plain) = pairs[index].value.kind, pairs[index].value.tag == nil,
            ["1", "2", "3", "4"].contains(text)
        else { return nil }
        pairs[index].value.kind = .scalar(FormatVersion.current, .plain)
        root.kind = .mapping(pairs)
        return text
    }
}

extension SettingText {
    mutating func renumber(from version: String) {
        guard let index = blocks.firstIndex(where: { $0.key == FormatVersion.key }),
            let colon = blocks[index].head.firstIndex(of: ":"),
            let range = blocks[index].head[colon...].firstRange(of: version)
        else { return }
        blocks[index].head.replaceSubrange(range, with: FormatVersion.current)
    }
}
