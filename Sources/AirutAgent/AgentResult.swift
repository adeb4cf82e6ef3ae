/// What a run came to.
public struct AgentResult: Sendable, Hashable {
    public let outcome: AgentOutcome
    /// The answer for the sender, as Markdown; `nil` when the agent said nothing. Hostile like all agent text.
    public let replyText: String?
    /// What the next message of the conversation should resume; `nil` to begin anew.
    public let sessionToResume: String?
    /// The model has answered at least once: the session knows the prompt.
    public let hasWorked: Bool
    /// As Claude Code reckons it by list prices.
    public let costUSD: Double?
    public let duration: Duration
    public let turns: Int
    public let usage: AgentUsage
    public let webSearches: Int
    public let webFetches: Int
}
