/// Collects the pairs of one mapping: refuses duplicates, then merges `<<`.
///
/// - SeeAlso: https://yaml.org/type/merge.html
struct MappingBuilder {
    private var pairs: [YAMLPair] = []
    private var index: [String: Int] = [:]
    private var merges: [YAMLNode] = []
    private(set) var problems: [YAMLProblem] = []

    /// - Parameter event: the value's first.
    mutating func add(_ key: YAMLNode, _ value: YAMLNode, _ event: YAMLEvent) {
        guard case .scalar(let text, let style) = key.kind else {
            return report(key, "a key is a single word or text, not a collection")
        }
        guard key.tag == nil || key.tag == "tag:yaml.org,2002:str" else {
            return report(key, "a key cannot carry the tag \(key.tag ?? "")")
        }
        if text == "<<", style == .plain { return addMerge(key, value) }
        if let first = index[text] {
            return report(key, "“\(text)” stands here a second time; the first is in line \(pairs[first].line)")
        }
        index[text] = pairs.count
        let isAlias = if case .alias = event.kind { true } else { false }
        var pair = YAMLPair(key: text, line: key.line, column: key.column, value: value)
        if isAlias { (pair.isAlias, pair.lastLine) = (true, event.lastLine) }
        pairs.append(pair)
    }

    /// Own keys win over merged ones, earlier mappings over later ones.
    func merged() -> [YAMLPair] {
        var known = Set(index.keys)
        return merges.reduce(into: pairs) { result, source in
            guard case .mapping(let pairs) = source.kind else { return }
            for var pair in pairs where known.insert(pair.key).inserted {
                pair.isMerged = true
                result.append(pair)
            }
        }
    }

    private mutating func addMerge(_ key: YAMLNode, _ value: YAMLNode) {
        let sources = if case .sequence(let elements) = value.kind { elements } else { [value] }
        for source in sources {
            guard case .mapping = source.kind else {
                report(source, "<< merges a mapping, or a list of mappings")
                continue
            }
            merges.append(source)
        }
    }

    private mutating func report(_ node: YAMLNode, _ sentence: String) {
        problems.append(YAMLProblem(line: node.line, column: node.column, sentence: sentence))
    }
}
