/// How large a message's head may get.
struct HeadLimits: Sendable, Hashable {
    /// Bytes of the start line and all fields together.
    var bytes = 64 << 10
    /// Number of fields.
    var fields = 128
}
