public import AirutModel

/// An HTTP request to a forge, for whatever client carries it.
public struct ForgeRequest: Sendable, Hashable {
    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public var method: String
    public var url: String
    /// All header fields but `Authorization`.
    public var headers: [Header]
    /// To be sent as `Authorization: Bearer …`; never to another host than that of ``url``.
    public var bearerToken: Secret
    /// JSON, or nothing.
    public var body: [UInt8]?

    public init(method: String, url: String, headers: [Header], bearerToken: Secret, body: [UInt8]?) {
        self.method = method
        self.url = url
        self.headers = headers
        self.bearerToken = bearerToken
        self.body = body
    }
}
