/// How much of a YAML text is read at most.
public struct YAMLLimits: Sendable {
    /// Length of the text.
    public var bytes: Int
    /// Nodes in the tree after expanding aliases: what an alias bomb runs into.
    public var nodes: Int
    /// Collections inside collections.
    public var depth: Int

    public init(bytes: Int = 1 << 20, nodes: Int = 100_000, depth: Int = 64) {
        self.bytes = bytes
        self.nodes = nodes
        self.depth = depth
    }
}
