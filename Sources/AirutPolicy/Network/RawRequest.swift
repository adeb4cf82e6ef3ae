/// A request as it came in, and everything known about the connection it came on.
public struct RawRequest: Sendable, Hashable {
    public enum Scheme: String, Codable, Sendable, Hashable {
        case http, https

        public var port: Int { self == .http ? 80 : 443 }
    }

    public var scheme: Scheme
    /// Every name the connection has: TLS's server name (if there is one), and the name whose address was dialled or, for an
    /// address nobody was given by our resolver, that address. All must agree; with none the request is refused.
    public var connectionNames: [String]
    /// Every `Host` field, in order.
    public var hosts: [String]
    public var method: String
    /// The request target, byte for byte (RFC 9112 §3.2).
    public var target: String

    public init(
        scheme: Scheme, connectionNames: [String], hosts: [String], method: String, target: String
    ) {
        self.scheme = scheme
        self.connectionNames = connectionNames
        self.hosts = hosts
        self.method = method
        self.target = target
    }
}
