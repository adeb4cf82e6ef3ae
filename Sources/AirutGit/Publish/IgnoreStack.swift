/// The ignore rules in force in one folder: the nearest `.gitignore` that has a verdict decides.
struct IgnoreStack {
    private var levels: [(depth: Int, rules: IgnoreRules)] = []
    private let budget: StepBudget

    init(within budget: StepBudget) { self.budget = budget }

    /// - Parameter folder: where the rules stand, at or below the folders of those before.
    mutating func push(_ rules: IgnoreRules, folder: FileName) { levels.append((PathGlob.parts(folder).count, rules)) }

    /// - Parameter path: relative to the work tree; it lies below the folder of every level.
    /// - Returns: `nil` when it would take too long to say.
    func isIgnored(_ path: FileName, isFolder: Bool) -> Bool? {
        let parts = PathGlob.parts(path)
        for level in levels.reversed() {
            let relative = Array(parts.dropFirst(level.depth))
            let verdict = level.rules.verdict(relative, isFolder: isFolder, within: budget)
            if budget.isExhausted { return nil }
            if let verdict { return verdict }
        }
        return budget.isExhausted ? nil : false
    }
}
