/// One entry of an allowlist.
public struct AllowRule: Codable, Sendable, Hashable, CustomStringConvertible {
    /// Lower case.
    public var host: Glob
    /// `nil` for every path.
    public var path: Glob?
    /// Upper case; empty for every method.
    public var methods: [String]
    /// Whether a connection may become a WebSocket, whose content nobody can judge.
    public var allowsWebSocket: Bool
    /// Where the entry stands: `.airut/network-allowlist.yaml:12`.
    public var place: String?

    public init(
        host: String, path: String = "", methods: [String] = [], allowsWebSocket: Bool = false, place: String? = nil
    ) {
        self.host = Glob(host.lowercased())
        self.path = path.isEmpty ? nil : Glob(path)
        self.methods = methods.map { $0.uppercased() }
        self.allowsWebSocket = allowsWebSocket
        self.place = place
    }

    /// `GET HEAD pypi.org/simple/*`, `*.example.org (every path)`.
    public var description: String {
        let what = host.text + (path.map { $0.text.hasPrefix("/") ? $0.text : " path \($0.text)" } ?? " (every path)")
        return (methods + [what]).joined(separator: " ") + (allowsWebSocket ? " +websocket" : "")
    }
}
