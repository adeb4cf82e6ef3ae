/// How much work may still go into matching names against patterns that an agent wrote.
final class StepBudget {
    /// Enough for a hundred thousand new files and hundreds of rules; a few seconds at most.
    static let usual = 50_000_000

    private var rest: Int
    /// Once it is so, nothing matches any more.
    var isExhausted: Bool { rest < 0 }

    init(_ steps: Int = StepBudget.usual) { rest = steps }

    /// - Returns: whether there was enough left.
    @discardableResult
    func spend(_ steps: Int) -> Bool {
        if rest >= 0 { rest -= steps }
        return rest >= 0
    }
}
