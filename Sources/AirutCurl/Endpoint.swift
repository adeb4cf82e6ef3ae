/// Where a server listens.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// A name or a numeric address (an IPv6 address without brackets).
    public let host: String
    public let port: Int

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `host:port`, as in an URL.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether it can stand in an URL as it is: nothing that ends a host name there.
    var isUsable: Bool {
        !host.isEmpty && (1...65535).contains(port)
            && host.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"/?#@%\\[]".utf8.contains($0) }
    }

    /// Whether the host is this machine itself, so that unencrypted traffic leaves it for nobody.
    public var isLoopback: Bool {
        host.lowercased() == "localhost" || host == "::1" || (host.hasPrefix("127.") && host.isIPv4Address)
    }
}

extension String {
    fileprivate var isIPv4Address: Bool {
        let numbers = split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
    }
}
