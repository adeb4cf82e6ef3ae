/// What an allowlist did not allow, as far as a rule would have to know it.
public struct BlockedRequest: Codable, Sendable, Hashable {
    public var host: String
    /// Decoded but for `%2F`, as rules are written; `nil` when only the host is known.
    public var path: String?
    public var method: String?
    public var isWebSocket: Bool

    public init(host: String, path: String? = nil, method: String? = nil, isWebSocket: Bool = false) {
        self.host = host
        self.path = path
        self.method = method
        self.isWebSocket = isWebSocket
    }

    public init(_ request: CanonicalRequest, isWebSocket: Bool = false) {
        self.init(
            host: request.host.text, path: request.readings.first, method: request.method, isWebSocket: isWebSocket)
    }

    /// What a line of the network log says was blocked; `nil` for every other line.
    public init?(_ verdict: ProxyVerdict) {
        guard verdict.kind == .request, verdict.decision == .blocked else { return nil }
        let url = String(verdict.subject.prefix { $0 != "?" })
        guard let raw = RawRequest(url: url, method: verdict.method ?? ""), let request = try? CanonicalRequest(raw)
        else {
            return nil
        }
        self.init(request, isWebSocket: verdict.isWebSocket)
    }
}
