extension AllowRule {
    /// An address is covered only by a rule that names it, never by a pattern.
    public func covers(_ host: HostName) -> Bool {
        host.address == nil ? self.host.matches(host.text) : !self.host.isPattern && self.host.text == host.text
    }

    func allows(_ request: CanonicalRequest, isWebSocket: Bool) -> Bool {
        covers(request.host) && allows(method: request.method) && allowsPath(of: request)
            && (allowsWebSocket || !isWebSocket)
    }

    func allows(method: String) -> Bool { methods.isEmpty || methods.contains(method) }

    /// In every way in which a server may read it.
    private func allowsPath(of request: CanonicalRequest) -> Bool {
        guard let path else { return true }
        return request.readings.allSatisfy(path.matches)
    }

    /// Whether every path at its hosts is open.
    var isOpenToEveryPath: Bool { path.map { ["*", "/*"].contains($0.text) } ?? true }

    /// Why the rule does not allow the request, each a sentence without its period.
    func objections(to request: CanonicalRequest, isWebSocket: Bool) -> [String] {
        var reasons: [String] = []
        if !covers(request.host) { reasons.append(hostObjection(to: request.host)) }
        if let path, !allowsPath(of: request) { reasons.append(pathObjection(to: request, path)) }
        if !allows(method: request.method) {
            reasons.append("the method \(request.method) is not one of \(methods.joined(separator: ", "))")
        }
        if isWebSocket, !allowsWebSocket { reasons.append("the rule does not say websocket: true") }
        return reasons
    }

    private func hostObjection(to host: HostName) -> String {
        if self.host.text == "*." + host.text { return "\(self.host) covers only names below \(host), not itself" }
        if host.address != nil, self.host.isPattern { return "a pattern never covers an address like \(host)" }
        return "the host \(host) is not \(self.host)"
    }

    private func pathObjection(to request: CanonicalRequest, _ path: Glob) -> String {
        let shown = request.readings.first(where: { !path.matches($0) }) ?? request.path
        if request.path.contains("%2F"), path.matches(shown.split(separator: "%2F").joined(separator: "/")) {
            return "the path holds %2F, which only %2F or * in a rule covers, not /"
        }
        return path.isPattern
            ? "the path \(shown) does not match \(path)"
            : "the path \(shown) is not exactly \(path) (a rule for everything below it ends in *)"
    }

    /// How near the rule came to allowing the request; `nil` for a rule about something else.
    func nearness(to request: CanonicalRequest) -> Int? {
        if covers(request.host) {
            return 100 + (allowsPath(of: request) ? 50 : commonPrefix(with: request.path))
                + (allows(method: request.method) ? 10 : 0)
        }
        let shared = zip(
            host.text.split(separator: ".").reversed(), request.host.text.split(separator: ".").reversed()
        ).prefix { $0 == $1 }.count
        return shared >= 2 && request.host.address == nil ? min(shared, 10) : nil
    }

    private func commonPrefix(with other: String) -> Int {
        min(40, zip(path?.text.utf8 ?? "".utf8, other.utf8).prefix { $0 == $1 }.count)
    }
}
