/// A folder or file of the host inside a container.
public struct ContainerMount: Hashable, Sendable {
    /// Absolute, on the host. As root, a writable one changes hands to the container's root, with all below it.
    public var source: String
    /// Absolute, in the container.
    public var target: String
    public var isWritable: Bool

    public init(_ source: String, at target: String, isWritable: Bool) {
        self.source = source
        self.target = target
        self.isWritable = isWritable
    }

    /// Paths that `--volume` can express; others would be cut at the wrong place.
    var isExpressible: Bool {
        [source, target].allSatisfy { $0.hasPrefix("/") && !$0.contains(":") && !$0.contains("\n") }
    }
}
