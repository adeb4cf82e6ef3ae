extension CanonicalRequest {
    /// Longer targets are refused.
    public static let maximumTargetBytes = 32 << 10

    /// Decides what a request means, or that it has no single meaning: then it is refused, whatever the allowlist says.
    ///
    /// - SeeAlso: ``CanonicalPath`` for paths; RFC 9112 §3.2 for targets and the `Host` field.
    public init(_ raw: RawRequest) throws(RequestRefusal) {
        let host = try Self.host(of: raw)
        let method = try Self.method(raw.method)
        let (pathText, query) = try Self.originForm(of: raw, host)
        let path = try CanonicalPath(pathText)
        self.init(
            scheme: raw.scheme, host: host, method: method, path: path.text, query: query, readings: path.readings)
    }

    /// The one host that the connection and the request agree on.
    private static func host(of raw: RawRequest) throws(RequestRefusal) -> HostName {
        guard raw.hosts.count == 1 else {
            throw RequestRefusal(raw.hosts.isEmpty ? "it has no Host field" : "it has several Host fields")
        }
        let host = try authority(raw.hosts[0], of: raw.scheme, called: "the Host field")
        guard !raw.connectionNames.isEmpty else { throw RequestRefusal("nobody knows which host was dialled") }
        for written in raw.connectionNames where written != host.text {
            guard let name = HostName(written) else {
                throw RequestRefusal("\(quoted(written)), which was dialled, is no host name")
            }
            guard name == host else {
                throw RequestRefusal("it is for \(quoted(host.text)), but \(quoted(name.text)) was dialled")
            }
        }
        return host
    }

    /// Host and port as they stand in a `Host` field or URL. Only the scheme's own port is served.
    private static func authority(
        _ text: some StringProtocol, of scheme: RawRequest.Scheme, called name: String
    ) throws(RequestRefusal) -> HostName {
        let bytes = Array(text.utf8)
        guard !bytes.contains(UInt8(ascii: "@")) else { throw RequestRefusal("\(name) holds a user name") }
        var end = bytes.count
        if let colon = bytes.lastIndex(of: UInt8(ascii: ":")), !bytes[colon...].contains(UInt8(ascii: "]")) {
            let port = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
            guard port == "\(scheme.port)" else {
                throw RequestRefusal(
                    "\(name) asks for port \(quoted(port)); \(scheme.rawValue) is served on \(scheme.port)")
            }
            end = colon
        }
        let host = String(decoding: bytes[..<end], as: UTF8.self)
        let isBareIPv6 = host.utf8.contains(UInt8(ascii: ":")) && host.utf8.first != UInt8(ascii: "[")
        guard !isBareIPv6, let host = HostName(host) else {
            throw RequestRefusal("\(name) is no host name (other alphabets come as xn--…): \(quoted(host))")
        }
        return host
    }

    /// Path (perhaps empty) and query.
    private static func originForm(
        of raw: RawRequest, _ host: HostName
    ) throws(RequestRefusal) -> (path: Substring, query: String?) {
        let target = raw.target
        guard target.utf8.count <= maximumTargetBytes else { throw RequestRefusal("its target is too long") }
        guard target.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw RequestRefusal("its target holds a space, a control character or a byte that is not ASCII")
        }
        guard !target.utf8.contains(UInt8(ascii: "#")) else { throw RequestRefusal("its target holds a fragment (#)") }
        var rest = target[...]
        if target.utf8.first != UInt8(ascii: "/") { rest = try afterAuthority(of: raw, host) }
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return (parts[0], parts.count == 2 ? String(parts[1]) : nil)
    }

    /// What follows the authority of an absolute-form target, which must name the same place again.
    private static func afterAuthority(of raw: RawRequest, _ host: HostName) throws(RequestRefusal) -> Substring {
        if raw.target == "*" { throw RequestRefusal("its target is *, which no rule can allow") }
        let parts = raw.target.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].hasPrefix("//") else {
            throw RequestRefusal("its target \(quoted(raw.target.prefix { $0 != "?" })) is neither a path nor a URL")
        }
        guard parts[0].lowercased() == raw.scheme.rawValue else {
            throw RequestRefusal("its URL is not of the scheme \(raw.scheme.rawValue), which the connection has")
        }
        let rest = parts[1].dropFirst(2)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let named = try authority(rest[..<end], of: raw.scheme, called: "its URL")
        guard named == host else {
            throw RequestRefusal("its URL is at \(quoted(named.text)), its Host field says \(quoted(host.text))")
        }
        return rest[end...]
    }

    private static let otherTokenBytes = Array("!#$%&'*+-.^_`|~".utf8)
    private static let neverPassed = ["CONNECT", "TRACE", "TRACK", "PRI"]

    private static func method(_ text: String) throws(RequestRefusal) -> String {
        let isToken = text.utf8.allSatisfy { byte in
            (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
                || otherTokenBytes.contains(byte)
        }
        guard (1...32).contains(text.utf8.count), isToken else { throw RequestRefusal("its method is no token") }
        let method = text.uppercased()
        guard !neverPassed.contains(method) else {
            throw RequestRefusal("the method \(method) is never passed on")
        }
        return method
    }

    private static func quoted(_ text: some StringProtocol) -> String {
        let plain = text.unicodeScalars.prefix(100).map {
            (0x20...0x7E).contains($0.value) ? Character($0) : "\u{FFFD}"
        }
        return "“\(String(plain))”"
    }
}
