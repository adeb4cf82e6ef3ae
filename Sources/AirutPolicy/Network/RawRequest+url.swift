extension RawRequest {
    /// The request a client makes for a URL, without its fragment; `nil` unless it begins with `http://` or `https://`.
    public init?(url: String, method: String = "GET") {
        let parts = url.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let scheme = Scheme(rawValue: parts[0].lowercased()), parts[1].hasPrefix("//") else {
            return nil
        }
        let rest = parts[1].dropFirst(2).prefix { $0 != "#" }
        let authority = String(rest.prefix { $0 != "/" && $0 != "?" })
        let target = String(rest.dropFirst(authority.count))
        let host =
            authority.hasSuffix(":\(scheme.port)") ? String(authority.dropLast("\(scheme.port)".count + 1)) : authority
        self.init(
            scheme: scheme, connectionNames: [host], hosts: [authority], method: method,
            target: target.hasPrefix("/") ? target : "/" + target)
    }
}
