/// What a proxy spends on one container. Times in milliseconds.
public struct ProxyLimits: Codable, Sendable, Hashable {
    /// For resolving, connecting and the TLS handshake with an upstream.
    public var connectMilliseconds = 15_000
    /// From a connection's first byte, or the end of the last exchange, to the end of a request's header.
    public var headerMilliseconds = 30_000
    /// Without a byte in either direction.
    public var idleMilliseconds = 600_000
    public var headerBytes = 64 << 10
    public var headerFields = 200
    public var connections = 512
    /// The largest body that is read whole, to be inspected.
    public var inspectedBodyBytes = 32 << 20

    public init() {}
}
