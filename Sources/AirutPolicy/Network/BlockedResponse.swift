import FoundationEssentials

/// The body of the answer to a request that is not passed on: JSON for an agent to read and act on.
public struct BlockedResponse: Codable, Sendable, Hashable {
    public struct Near: Codable, Sendable, Hashable {
        public var rule: String
        public var place: String?
        public var why: [String]
    }

    /// `blocked_by_network_allowlist`, or `refused_by_network_sandbox` for what no rule could allow.
    public var error: String
    /// What was blocked and why, a sentence.
    public var message: String
    public var method: String?
    public var url: String?
    public var nearestRules: [Near]?
    public var howToChange: String?
    /// Lines for the allowlist's file that would allow the request.
    public var proposal: String?

    private enum CodingKeys: String, CodingKey {
        case error, message, method, url, proposal
        case nearestRules = "nearest_rules"
        case howToChange = "how_to_change"
    }

    /// The status to answer with.
    public static let status = 403

    /// A request that no rule allows.
    public init(
        _ request: CanonicalRequest, _ decision: AllowDecision, by allowlist: NetworkAllowlist,
        isWebSocket: Bool = false
    ) {
        let kind = isWebSocket ? " as a WebSocket" : ""
        error = "blocked_by_network_allowlist"
        message = "The sandbox's network allowlist does not allow \(request.method) \(request.loggedURL)\(kind)."
        method = request.method
        url = request.loggedURL
        nearestRules = decision.nearest.map { Near(rule: "\($0.rule)", place: $0.rule.place, why: $0.reasons) }
        howToChange =
            "If you need this, add the lines of “proposal” to \(allowlist.file) on a branch and propose them in a pull "
            + "request. They count from the next message on once they are merged into the default branch; until then do "
            + "without them."
        proposal = AllowlistProposal([BlockedRequest(request, isWebSocket: isWebSocket)]).text
    }

    /// A request without a single meaning, or with something that is never passed on.
    public init(_ refusal: RequestRefusal) {
        error = "refused_by_network_sandbox"
        message =
            "The sandbox does not pass this request on: \(refusal.reason). No rule of an allowlist can change that."
    }

    /// Pretty-printed UTF-8, with a final line break.
    public func json() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Texts only: there is nothing that could not be encoded.
        return [UInt8]((try? encoder.encode(self)) ?? Data()) + "\n".utf8
    }
}
