/// Makes one tree from libyaml's events; recursion is bounded by ``YAMLLimits/depth``.
struct YAMLComposer: ~Copyable {
    /// A finished anchored node and how many nodes stand below and at it.
    private struct Anchor {
        var node: YAMLNode
        var count: Int
    }

    private var events: YAMLEventReader
    private let limits: YAMLLimits
    private var anchors: [String: Anchor] = [:]
    /// Anchors of collections that are being read: an alias to one would be a cycle.
    private var openAnchors: Set<String> = []
    private var count = 0
    /// Of what was read so far, without comments.
    private var lastLine = 1
    private(set) var problems: [YAMLProblem] = []

    init(events: consuming YAMLEventReader, limits: YAMLLimits) {
        self.events = events
        self.limits = limits
    }

    /// The only document of the stream; `nil` when there is none, or with a problem.
    mutating func composeDocument() -> YAMLNode? {
        do throws(YAMLFailure) {
            var root: YAMLNode?
            while true {
                let event = try next()
                switch event.kind {
                case .start, .documentEnd: continue
                case .end: return root
                case .documentStart where root != nil:
                    throw failure(event, "a second document begins here: one file holds one document")
                case .documentStart: root = try compose(try next(), depth: 0)
                default: throw failure(event, "this is not YAML")
                }
            }
        } catch {
            problems.append(error.problem)
            return nil
        }
    }

    private mutating func next() throws(YAMLFailure) -> YAMLEvent {
        let event = try events.next()
        if !event.isUnwritten { lastLine = max(lastLine, event.lastLine) }
        return event
    }

    private mutating func compose(_ event: YAMLEvent, depth: Int) throws(YAMLFailure) -> YAMLNode {
        if case .alias(let name) = event.kind { return try expand(name, event) }
        let before = count
        try add(1, event)
        guard depth < limits.depth else {
            throw failure(event, "this is nested deeper than \(limits.depth) levels")
        }
        if let anchor = event.anchor { openAnchors.insert(anchor) }
        let kind: YAMLNode.Kind =
            switch event.kind {
            case .scalar(let text, let style): .scalar(text, style)
            case .sequenceStart: .sequence(try sequence(depth: depth + 1))
            default: .mapping(try mapping(depth: depth + 1))
            }
        var node = YAMLNode(kind: kind, tag: event.tag, line: event.line, column: event.column)
        node.isBlock = event.isBlock
        node.lastLine = lastLine
        if let anchor = event.anchor {
            openAnchors.remove(anchor)
            anchors[anchor] = Anchor(node: node, count: count - before)
        }
        return node
    }

    private mutating func sequence(depth: Int) throws(YAMLFailure) -> [YAMLNode] {
        var elements: [YAMLNode] = []
        while true {
            let event = try next()
            if case .sequenceEnd = event.kind { return elements }
            elements.append(try compose(event, depth: depth))
        }
    }

    private mutating func mapping(depth: Int) throws(YAMLFailure) -> [YAMLPair] {
        var mapping = MappingBuilder()
        while true {
            let event = try next()
            if case .mappingEnd = event.kind { break }
            let key = try compose(event, depth: depth)
            let first = try next()
            mapping.add(key, try compose(first, depth: depth), first)
        }
        problems += mapping.problems
        return mapping.merged()
    }

    private mutating func expand(_ name: String, _ event: YAMLEvent) throws(YAMLFailure) -> YAMLNode {
        if openAnchors.contains(name) { throw failure(event, "*\(name) contains itself") }
        guard let anchor = anchors[name] else {
            throw failure(event, "there is no &\(name) before this *\(name)")
        }
        try add(anchor.count, event)
        return anchor.node
    }

    private mutating func add(_ nodes: Int, _ event: YAMLEvent) throws(YAMLFailure) {
        count += nodes
        guard count <= limits.nodes else {
            throw failure(event, "with its aliases expanded this is more than \(limits.nodes) values")
        }
    }

    private func failure(_ event: YAMLEvent, _ sentence: String) -> YAMLFailure {
        YAMLFailure((event.line, event.column), sentence)
    }
}
