/// One request to an HTTP API.
public struct HTTPRequest: Sendable {
    /// In upper case: `GET`.
    public var method: String
    /// Absolute; `https`, or `http` to this machine itself.
    public var url: String
    /// Names and values without line breaks, sent in this order.
    public var headers: [(name: String, value: String)]
    /// `nil` sends none.
    public var body: [UInt8]?
    /// For the whole exchange.
    public var timeout: Duration
    /// Largest body accepted in the answer.
    public var maximumBodyBytes: Int

    public init(
        method: String = "GET", url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        timeout: Duration = .seconds(60), maximumBodyBytes: Int = 16 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.maximumBodyBytes = maximumBodyBytes
    }
}
