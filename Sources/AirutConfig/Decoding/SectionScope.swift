import AirutYAML

/// What a section sees while it completes itself: which of its settings were written, and where to report.
struct SectionScope {
    var decoding: Decoding
    let pairs: [YAMLPair]
    let node: YAMLNode

    func isWritten(_ key: String) -> Bool { pairs.contains { $0.key == key } }

    /// Whether the setting at a path below this section is.
    func isWritten(_ path: [String]) -> Bool { node.pair(at: path[...]) != nil }

    /// Reports at the setting below `keys`, or at the deepest part of it that was written.
    mutating func report(at keys: String..., sentence: String, severity: Problem.Severity = .error) {
        var place = node
        var pairs = pairs
        for key in keys {
            guard let pair = pairs.first(where: { $0.key == key }) else { break }
            place = pair.value
            if case .mapping(let inner) = place.kind { pairs = inner } else { pairs = [] }
        }
        report(keys[...], at: place, sentence, severity)
    }

    private mutating func report(
        _ keys: ArraySlice<String>, at place: YAMLNode, _ sentence: String, _ severity: Problem.Severity
    ) {
        guard let key = keys.first else { return decoding.report(place, sentence, severity) }
        let rest = keys.dropFirst()
        decoding.within(key) { decoding in
            if rest.isEmpty { return decoding.report(place, sentence, severity) }
            decoding.within(rest.joined(separator: ".")) { $0.report(place, sentence, severity) }
        }
    }
}
