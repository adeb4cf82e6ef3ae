/// Where a host of `network.static_hosts` really is.
public struct StaticHost: Codable, Sendable, Hashable {
    public var address: IPAddress
    /// `nil`: the port of the request, 80 or 443.
    public var port: Int?

    public init(address: IPAddress, port: Int? = nil) {
        self.address = address
        self.port = port
    }
}
