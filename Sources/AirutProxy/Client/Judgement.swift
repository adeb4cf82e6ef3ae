import AirutPolicy

/// What becomes of one request. Every decision about it is asked for here, in this order: what it means, whether that is
/// allowed, and only then which credentials it gets.
enum Judgement {
    case forward(ForwardedRequest)
    case answer(LocalAnswer)

    /// - Parameter verdict: is completed with what was decided.
    init(_ request: RequestHead, from origin: ConnectionOrigin, by proxy: Proxy, verdict: inout ProxyVerdict) {
        do throws(HTTPProblem) {
            self = try Judgement.decide(request, origin, proxy, &verdict)
        } catch {
            verdict.decision = .refused
            verdict.reason = error.reason
            self = .answer(LocalAnswer(error))
        }
    }

    private static func decide(
        _ request: RequestHead, _ origin: ConnectionOrigin, _ proxy: Proxy, _ verdict: inout ProxyVerdict
    ) throws(HTTPProblem) -> Judgement {
        let canonical = try meaning(of: request, origin)
        (verdict.host, verdict.method, verdict.subject) = (canonical.host.text, canonical.method, canonical.loggedURL)
        let framing = try BodyFraming(of: request)
        let isWebSocket = request.fields.listMembers(of: "upgrade").contains { $0.hasPrefix("websocket") }
        let decision = proxy.policy.allowlist.decide(canonical, isWebSocket: isWebSocket)
        guard let rule = decision.rule else {
            verdict.decision = .blocked
            verdict.reason = "no rule allows it"
            return .answer(
                LocalAnswer(
                    BlockedResponse(canonical, decision, by: proxy.policy.allowlist, isWebSocket: isWebSocket)))
        }
        verdict.rule = "\(rule)"
        let awaitsContinue = try expectation(of: request)
        if isWebSocket { try checkHandshake(request, framing) }
        let (fields, notes) = rule.withoutOverrides(request.fields)
        let insertion = try credentials(for: fields, canonical, proxy)
        if isWebSocket { try checkOpen(insertion, canonical) }
        (verdict.masks, verdict.notes) = (insertion.used, notes + insertion.notes)
        return .forward(
            ForwardedRequest(
                canonical: canonical, fields: insertion.headers, framing: framing, isWebSocket: isWebSocket,
                awaitsContinue: awaitsContinue, isInspected: try isInspected(request, canonical, framing, proxy),
                scrubber: proxy.scrubber(for: insertion.scrubbed)))
    }

    private static func meaning(
        of request: RequestHead, _ origin: ConnectionOrigin
    ) throws(HTTPProblem) -> CanonicalRequest {
        do throws(RequestRefusal) {
            return try CanonicalRequest(
                RawRequest(
                    scheme: origin.scheme, connectionNames: origin.names, hosts: request.fields.values(of: "host"),
                    method: request.method, target: request.target))
        } catch {
            throw HTTPProblem(error.reason, status: BlockedResponse.status)
        }
    }

    /// Whether the client waits for `100 Continue`.
    private static func expectation(of request: RequestHead) throws(HTTPProblem) -> Bool {
        let expectations = request.fields.listMembers(of: "expect")
        guard expectations.allSatisfy({ $0 == "100-continue" }) else {
            throw HTTPProblem("it expects something else than 100-continue", status: 417)
        }
        return !expectations.isEmpty && request.minorVersion == 1
    }

    /// RFC 6455 §4.1.
    private static func checkHandshake(_ request: RequestHead, _ framing: BodyFraming) throws(HTTPProblem) {
        guard request.method == "GET", request.minorVersion == 1, framing == .empty || framing == .length(0),
            request.fields.listMembers(of: "upgrade") == ["websocket"],
            request.fields.listMembers(of: "connection").contains("upgrade")
        else { throw HTTPProblem("its WebSocket handshake is malformed") }
    }

    /// What a WebSocket brings back cannot be searched for a secret: it may be compressed, and cut anywhere.
    private static func checkOpen(
        _ insertion: CredentialInsertion, _ canonical: CanonicalRequest
    ) throws(HTTPProblem) {
        guard let mask = insertion.scrubbed.first else { return }
        throw HTTPProblem(
            "\(canonical.host) is in the scope of the masked secret \(mask.name), for which a WebSocket cannot be searched",
            status: BlockedResponse.status)
    }

    private static func credentials(
        for fields: [HeaderField], _ canonical: CanonicalRequest, _ proxy: Proxy
    ) throws(HTTPProblem) -> CredentialInsertion {
        var fields = HopByHop.removed(from: fields)
        fields.remove("host")
        do throws(RequestRefusal) {
            return try proxy.inserter.insert(into: fields, of: canonical)
        } catch {
            throw HTTPProblem(error.reason, status: BlockedResponse.status)
        }
    }

    private static func isInspected(
        _ request: RequestHead, _ canonical: CanonicalRequest, _ framing: BodyFraming, _ proxy: Proxy
    ) throws(HTTPProblem) -> Bool {
        guard ServerToolFilter.covers(canonical), framing != .empty, framing != .length(0) else { return false }
        if let refusal = ServerToolFilter.refusal(of: request.fields) {
            throw HTTPProblem(refusal.reason, status: BlockedResponse.status)
        }
        if case .length(let count) = framing { try checkSize(count, proxy) }
        return true
    }

    /// The size of a body that is read whole.
    static func checkSize(_ count: Int, _ proxy: Proxy) throws(HTTPProblem) {
        let maximum = proxy.policy.limits.inspectedBodyBytes
        guard count <= maximum else {
            throw HTTPProblem("its body is larger than \(maximum) bytes, which is what can be inspected", status: 413)
        }
    }
}
