extension NetworkAllowlist {
    /// - Parameter isWebSocket: whether the request asks to become a WebSocket.
    public func decide(_ request: CanonicalRequest, isWebSocket: Bool = false) -> AllowDecision {
        if let rule = rules.first(where: { $0.allows(request, isWebSocket: isWebSocket) }) {
            return AllowDecision(rule: rule, nearest: [])
        }
        return AllowDecision(rule: nil, nearest: nearest(to: request, isWebSocket: isWebSocket))
    }

    /// Whether anything at all is allowed at the host.
    public func names(_ host: HostName) -> Bool { rules.contains { $0.covers(host) } }

    private func nearest(to request: CanonicalRequest, isWebSocket: Bool) -> [NearMiss] {
        let scored = rules.enumerated().compactMap { index, rule in
            rule.nearness(to: request).map { (nearness: $0, index: index, rule: rule) }
        }
        let sorted = scored.sorted { ($1.nearness, $0.index) < ($0.nearness, $1.index) }
        return sorted.prefix(3).map {
            NearMiss(rule: $0.rule, reasons: $0.rule.objections(to: request, isWebSocket: isWebSocket))
        }
    }
}
