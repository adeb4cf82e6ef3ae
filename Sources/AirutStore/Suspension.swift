public import FoundationEssentials

/// Why and until when a run whose agent was cut off goes back to the queue.
public struct Suspension: Sendable, Hashable {
    public enum Cause: Sendable, Hashable {
        /// The model's service failed; counted.
        case serviceFailure
        /// The agent's allowance is used up; the first time is remembered.
        case usageLimit
    }

    public var cause: Cause
    public var notBefore: Date
    /// What this attempt took, and for the operator why it ended.
    public var result: TaskResult
    /// A mail that tells how things stand.
    public var notice: NewOutgoing?

    public init(cause: Cause, notBefore: Date, result: TaskResult, notice: NewOutgoing? = nil) {
        self.cause = cause
        self.notBefore = notBefore
        self.result = result
        self.notice = notice
    }
}
