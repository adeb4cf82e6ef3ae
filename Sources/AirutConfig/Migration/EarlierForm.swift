import AirutYAML

/// A tree in which settings of earlier formats stand where today's format has them, each still with its place in the text.
struct EarlierForm {
    struct Finding {
        let move: SettingMove
        /// As it was.
        let pair: YAMLPair
    }

    var root: YAMLNode
    private(set) var moved: [Finding] = []
    /// What could not be moved, because something else stands there.
    private(set) var blocked: [Finding] = []

    init(_ root: YAMLNode) {
        var root = root
        self.root = root
        defer { self.root = root }
        apply(SettingMove.ofServer, to: &root, at: SettingPath([]))
        guard var pairs = root.pairs, let index = pairs.firstIndex(where: { $0.key == "repos" }),
            var repositories = pairs[index].value.pairs
        else { return }
        for repository in repositories.indices {
            let place = SettingPath(["repos", repositories[repository].key])
            apply(SettingMove.ofRepository, to: &repositories[repository].value, at: place)
        }
        pairs[index].value.kind = .mapping(repositories)
        root.kind = .mapping(pairs)
    }

    private mutating func apply(_ moves: [SettingMove], to node: inout YAMLNode, at place: SettingPath) {
        for move in moves {
            guard let pair = node.pair(at: move.from.keys[...]) else { continue }
            let finding = Finding(move: move.below(place), pair: pair)
            var changed = node
            changed.remove(at: move.from.keys[...])
            if changed.insert(pair, at: move.to.keys[...]) {
                node = changed
                moved.append(finding)
            } else {
                blocked.append(finding)
            }
        }
    }
}
