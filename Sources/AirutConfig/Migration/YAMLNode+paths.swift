import AirutYAML

extension YAMLNode {
    var pairs: [YAMLPair]? { if case .mapping(let pairs) = kind { pairs } else { nil } }
    func child(_ key: String) -> YAMLNode? { pairs?.first { $0.key == key }?.value }

    func pair(at path: ArraySlice<String>) -> YAMLPair? {
        guard let key = path.first, let pair = pairs?.first(where: { $0.key == key }) else { return nil }
        return path.count == 1 ? pair : pair.value.pair(at: path.dropFirst())
    }

    /// Removes the pair, and the mappings around it that it leaves empty.
    mutating func remove(at path: ArraySlice<String>) {
        guard let key = path.first, var pairs, let index = pairs.firstIndex(where: { $0.key == key }) else { return }
        if path.count > 1 { pairs[index].value.remove(at: path.dropFirst()) }
        if path.count == 1 || pairs[index].value.pairs?.isEmpty == true { pairs.remove(at: index) }
        kind = .mapping(pairs)
    }

    /// Puts the pair's value at a path, where mappings that are missing get the pair's place.
    ///
    /// - Returns: whether that was possible: something else may be in the way.
    mutating func insert(_ pair: YAMLPair, at path: ArraySlice<String>) -> Bool {
        guard let key = path.first, var pairs else { return false }
        if path.count == 1 {
            guard !pairs.contains(where: { $0.key == key }) else { return false }
            var renamed = pair
            renamed.key = key
            pairs.append(renamed)
        } else if let index = pairs.firstIndex(where: { $0.key == key }) {
            guard pairs[index].value.insert(pair, at: path.dropFirst()) else { return false }
        } else {
            var made = YAMLNode(kind: .mapping([]), line: pair.line, column: pair.column)
            guard made.insert(pair, at: path.dropFirst()) else { return false }
            pairs.append(YAMLPair(key: key, line: pair.line, column: pair.column, value: made))
        }
        kind = .mapping(pairs)
        return true
    }

    /// Equal in everything but places and the order of keys.
    func means(_ other: YAMLNode) -> Bool {
        guard tag == other.tag else { return false }
        switch (kind, other.kind) {
        case (.scalar(let text, let style), .scalar(let otherText, let otherStyle)):
            return text == otherText && style == otherStyle
        case (.sequence(let nodes), .sequence(let others)):
            return nodes.count == others.count && zip(nodes, others).allSatisfy { $0.means($1) }
        case (.mapping(let pairs), .mapping(let others)):
            let others = Dictionary(others.map { ($0.key, $0.value) }) { first, _ in first }
            return pairs.count == others.count
                && pairs.allSatisfy { pair in others[pair.key].map { pair.value.means($0) } ?? false }
        default: return false
        }
    }
}
