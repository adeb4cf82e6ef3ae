import AirutStore

/// What a run took.
struct Spending: Sendable, Hashable {
    var costUSD: Double?
    /// From a container's start to its end.
    var duration: Duration
    var turns: Int

    static func + (one: Self, other: Self) -> Self {
        Self(
            costUSD: one.costUSD.map { $0 + (other.costUSD ?? 0) } ?? other.costUSD,
            duration: one.duration + other.duration, turns: one.turns + other.turns)
    }
}

extension TaskRecord {
    /// Of the attempts that are recorded.
    var spent: Spending { Spending(costUSD: costUSD, duration: duration ?? .zero, turns: turns ?? 0) }
}
