/// What a child process may use before airut kills it, with everything in its process group.
public struct ChildLimits: Hashable, Sendable {
    /// Time from start to end.
    public var deadline: Duration
    /// Time without a byte on standard output; `nil`: any.
    public var stall: Duration?
    /// Bytes on standard output.
    public var outputBytes: Int
    /// Bytes of standard error that are kept: the first ones, and as many of the last ones.
    public var errorBytes: Int
    /// How long a child that must end may clean up after only its descendants were killed; `nil`: it is killed at once.
    public var grace: Duration?

    public init(
        deadline: Duration, stall: Duration? = nil, outputBytes: Int = .max, errorBytes: Int = 64 << 10,
        grace: Duration? = nil
    ) {
        self.deadline = deadline
        self.stall = stall
        self.outputBytes = outputBytes
        self.errorBytes = errorBytes
        self.grace = grace
    }
}
