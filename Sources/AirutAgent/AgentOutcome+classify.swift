import FoundationEssentials

extension AgentOutcome {
    /// Classifies by structured fields alone: no text takes part that a tool, a file or the sender could have put there.
    ///
    /// - Parameters:
    ///   - error: the kind of the failed request that the last error message of the main agent named.
    ///   - wasStarted: whether the agent reported its start.
    init(result: AgentResultEvent, error: String?, limit: AgentRateLimit?, wasStarted: Bool, isResumed: Bool) {
        guard result.isError else {
            self = .success
            return
        }
        // A session that cannot be resumed ends before the agent starts.
        if isResumed, !wasStarted, result.subtype == "error_during_execution", result.turns == 0 {
            self = .sessionLost
            return
        }
        self =
            Self.byReason(result.terminalReason) ?? Self.byKind(result.apiError, limit) ?? Self.byKind(error, limit)
            ?? Self.byStatus(result.apiErrorStatus, limit) ?? .failed(result.failure)
    }

    private static func byReason(_ reason: String?) -> Self? { reason == "prompt_too_long" ? .promptTooLong : nil }

    private static func byKind(_ kind: String?, _ limit: AgentRateLimit?) -> Self? {
        switch kind {
        case "usage_limit_reached": .usageLimit(resetsAt: limit?.rejectedUntil)
        case "rate_limit": limit?.status == "rejected" ? .usageLimit(resetsAt: limit?.resetsAt) : .rateLimited
        case "connection_failed", "network_error": .network
        case "overloaded", "server_error": .overloaded
        case "authentication_failed", "oauth_org_not_allowed": .unauthenticated
        case "billing_error", "out_of_credits": .billing
        case "model_not_found": .modelUnavailable
        case "request_too_large", "prompt_too_long": .promptTooLong
        default: nil
        }
    }

    private static func byStatus(_ status: Int?, _ limit: AgentRateLimit?) -> Self? {
        switch status {
        case 401, 403: .unauthenticated
        case 402: .billing
        case 404: .modelUnavailable
        case 413: .promptTooLong
        case 429: byKind("rate_limit", limit)
        case .some(500...): .overloaded
        default: nil
        }
    }
}

extension AgentRateLimit {
    var rejectedUntil: Date? { status == "rejected" ? resetsAt : nil }
}

extension AgentResultEvent {
    /// What Claude Code itself says about the failure.
    var failure: String {
        let sentences = [text ?? ""] + errors
        let said = sentences.filter { !$0.isEmpty }.joined(separator: "\n")
        guard said.isEmpty else { return String(said.prefix(2000)) }
        return switch subtype {
        case "error_max_turns": "The agent reached its limit of turns."
        case "error_max_budget_usd": "The agent reached its limit of cost."
        default: "Claude Code ended with “\(subtype)” and said no more."
        }
    }
}
