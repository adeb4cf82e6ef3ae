/// A `result` event: the end of a turn, with everything that classifies it.
public struct AgentResultEvent: Sendable, Hashable, Decodable {
    /// `success`, `error_during_execution`, `error_max_turns`, `error_max_budget_usd` …
    ///
    /// A failed API request still has `success` here; only ``isError`` tells.
    public let subtype: String
    public let isError: Bool
    /// The final text, or what Claude Code says about the failure.
    public let text: String?
    public let sessionID: String?
    public let costUSD: Double?
    public let durationMilliseconds: Double
    public let turns: Int
    public let usage: AgentUsage
    /// HTTP status of the API request that failed.
    public let apiErrorStatus: Int?
    /// Kind of the failed request, finer than its status: `usage_limit_reached`, `connection_failed` …
    public let apiError: String?
    /// Why the turn ended: `completed`, `api_error`, `prompt_too_long`, `max_turns` …
    public let terminalReason: String?
    /// Sentences of Claude Code about failures outside a turn.
    public let errors: [String]

    private enum Key: String, CodingKey {
        case subtype, result, usage, errors
        case isError = "is_error"
        case sessionID = "session_id"
        case cost = "total_cost_usd"
        case duration = "duration_ms"
        case turns = "num_turns"
        case apiErrorStatus = "api_error_status"
        case apiError = "api_error"
        case terminalReason = "terminal_reason"
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        subtype = fields.lenient(String.self, .subtype) ?? "unknown"
        isError = fields.lenient(Bool.self, .isError) ?? (subtype != "success")
        text = fields.lenient(String.self, .result)
        sessionID = AgentSessionID.checked(fields.lenient(String.self, .sessionID))
        costUSD = fields.lenient(Double.self, .cost)
        durationMilliseconds = fields.lenient(Double.self, .duration) ?? 0
        turns = fields.lenient(Int.self, .turns) ?? 0
        usage = fields.lenient(AgentUsage.self, .usage) ?? AgentUsage()
        apiErrorStatus = fields.lenient(Int.self, .apiErrorStatus)
        apiError = fields.lenient(String.self, .apiError)
        terminalReason = fields.lenient(String.self, .terminalReason)
        errors = fields.lenient([String].self, .errors) ?? []
    }
}
