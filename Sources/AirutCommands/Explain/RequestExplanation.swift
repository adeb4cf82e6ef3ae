import AirutPolicy
import FoundationEssentials

/// What an allowlist says about a request, for people and programs.
struct RequestExplanation: Codable {
    struct Rule: Codable {
        let rule: String
        let place: String?
        /// Why it does not allow the request; empty for the one that does.
        let why: [String]
    }

    let decision: ProxyVerdict.Decision
    /// As they would be sent, or as they were given if they would not.
    let method: String
    let url: String
    /// Why it has no single meaning.
    var reason: String?
    var rule: Rule?
    var nearest: [Rule] = []
    /// Lines that would allow it.
    var proposal: String?

    init(_ raw: RawRequest, url: String, isWebSocket: Bool, by allowlist: NetworkAllowlist) {
        do {
            let request = try CanonicalRequest(raw)
            let verdict = allowlist.decide(request, isWebSocket: isWebSocket)
            decision = verdict.isAllowed ? .allowed : .blocked
            (method, self.url) = (request.method, request.url)
            rule = verdict.rule.map { Rule(rule: "\($0)", place: $0.place, why: []) }
            nearest = verdict.nearest.map { Rule(rule: "\($0.rule)", place: $0.rule.place, why: $0.reasons) }
            if !verdict.isAllowed {
                proposal = AllowlistProposal([BlockedRequest(request, isWebSocket: isWebSocket)]).text
            }
        } catch {
            decision = .refused
            (method, self.url, reason) = (raw.method, url, error.reason)
        }
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Texts only: there is nothing that could not be encoded.
        return String(decoding: (try? encoder.encode(self)) ?? Data(), as: UTF8.self) + "\n"
    }

    var text: String {
        let head = "\(decision.rawValue): \(method) \(url)"
        if let reason { return "\(head)\n  \(reason); no rule can change that\n" }
        if let rule { return "\(head)\n  by \(Self.line(rule))\n" }
        let near = nearest.map { "  not by \(Self.line($0))\n" + $0.why.map { "    \($0)\n" }.joined() }.joined()
        return "\(head)\n" + (near.isEmpty ? "  no rule is about this host or one like it\n" : near)
            + "These lines would allow it:\n\(proposal ?? "")"
    }

    private static func line(_ rule: Rule) -> String { rule.rule + (rule.place.map { "  (\($0))" } ?? "") }
}
