/// How a run ended.
public struct TaskResult: Sendable, Hashable, Codable {
    /// A word for lists: ``success``, `timed-out`, `usage-limit` …
    public var outcome: String

    /// The outcome of a run that brought an answer.
    public static let success = "success"
    /// The outcome of a run that could not be carried out.
    public static let notRun = "not-run"
    /// The outcome of a run that somebody ended.
    public static let stopped = "stopped"
    /// The outcome of a run that the server could not carry to its end.
    public static let failed = "failed"
    /// The outcome of a run that ended with the server.
    public static let interrupted = "interrupted"
    /// The outcome of a run that somebody ended before its agent had begun.
    public static let withdrawn = "withdrawn"

    /// The agent's answer, without what the reply adds.
    public var replyText: String?
    public var costUSD: Double?
    public var duration: Duration?
    public var turns: Int?
    /// A sentence for the operator.
    public var detail: String?

    public init(
        outcome: String, replyText: String? = nil, costUSD: Double? = nil, duration: Duration? = nil, turns: Int? = nil,
        detail: String? = nil
    ) {
        self.outcome = outcome
        self.replyText = replyText
        self.costUSD = costUSD
        self.duration = duration
        self.turns = turns
        self.detail = detail
    }

    /// With what the task's earlier attempts took.
    public func adding(_ earlier: TaskRecord) -> TaskResult {
        var sum = self
        if let cost = earlier.costUSD { sum.costUSD = cost + (costUSD ?? 0) }
        if let duration = earlier.duration { sum.duration = duration + (self.duration ?? .zero) }
        if let turns = earlier.turns { sum.turns = turns + (self.turns ?? 0) }
        return sum
    }

    var durationMilliseconds: Int64? {
        duration.map { $0.components.seconds * 1000 + $0.components.attoseconds / 1_000_000_000_000_000 }
    }
}
