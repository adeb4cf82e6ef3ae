/// What an allowlist says about a request.
public struct AllowDecision: Codable, Sendable, Hashable {
    /// The rule that allows it; `nil` when it is blocked.
    public var rule: AllowRule?
    /// For a blocked request the rules that came nearest, the nearest first, at most three.
    public var nearest: [NearMiss]

    public var isAllowed: Bool { rule != nil }
}
