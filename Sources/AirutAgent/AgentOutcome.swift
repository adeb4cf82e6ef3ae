public import FoundationEssentials

/// How a run of the agent ended, as its own report says.
///
/// What ended it from outside (time limit, memory, a stop) is known to whoever ran it, not here.
public enum AgentOutcome: Sendable, Hashable {
    case success
    /// The account's allowance is used up; running again helps only after `resetsAt`.
    case usageLimit(resetsAt: Date?)
    /// Too many requests at once; transient.
    case rateLimited
    /// The API is overloaded or failing; transient.
    case overloaded
    /// The API could not be reached; transient.
    case network
    /// The credential is missing, expired or not allowed.
    case unauthenticated
    /// The account cannot pay.
    case billing
    /// The model does not exist or is not open to the account.
    case modelUnavailable
    /// The conversation no longer fits; it can go on in a new session.
    case promptTooLong
    /// The session to resume does not exist any more; it can go on in a new session.
    case sessionLost
    /// Anything else; the text is Claude Code's own, for the reply.
    case failed(String)
    /// The output ended without a result.
    case noResult

    /// Running the same again later may succeed without anybody doing anything.
    public var isTransient: Bool {
        switch self {
        case .rateLimited, .overloaded, .network: true
        default: false
        }
    }

    /// The same prompt can be run at once without the old session.
    public var needsNewSession: Bool { self == .promptTooLong || self == .sessionLost }

    /// A word for lists and the store.
    public var name: String {
        switch self {
        case .success: "success"
        case .usageLimit: "usage-limit"
        case .rateLimited: "rate-limited"
        case .overloaded: "overloaded"
        case .network: "network"
        case .unauthenticated: "unauthenticated"
        case .billing: "billing"
        case .modelUnavailable: "model-unavailable"
        case .promptTooLong: "prompt-too-long"
        case .sessionLost: "session-lost"
        case .failed: "failed"
        case .noResult: "no-result"
        }
    }
}
