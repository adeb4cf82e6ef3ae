/// Matching of a sequence against a pattern in which some elements stand for any run, the empty one included.
enum Wildcard {
    /// Going back only to the latest run is enough: an earlier one can never take more than the later needs.
    ///
    /// - Returns: whether all of it fits; `false` also when the budget ends.
    static func matches<Item, Token>(
        _ items: [Item], _ pattern: [Token], within budget: StepBudget, isRun: (Token) -> Bool,
        accepts: (Item, Token) -> Bool
    ) -> Bool {
        var item = 0
        var token = 0
        var retry: (item: Int, token: Int)?
        while item < items.count {
            guard budget.spend(1) else { return false }
            if token < pattern.count, isRun(pattern[token]) {
                token += 1
                retry = (item, token)
            } else if token < pattern.count, accepts(items[item], pattern[token]) {
                item += 1
                token += 1
            } else if let last = retry {
                retry = (last.item + 1, last.token)
                (item, token) = (last.item + 1, last.token)
            } else {
                return false
            }
        }
        return pattern[token...].allSatisfy(isRun)
    }
}
