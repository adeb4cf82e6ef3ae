/// The rules of one `.gitignore`, for paths relative to its folder.
///
/// - SeeAlso: gitignore(5).
struct IgnoreRules: Sendable {
    /// A file with more rules, or a longer one, has no verdict that could be had in reasonable time.
    static let mostRules = 5000
    private static let longestRuleBytes = 4096

    private enum Pattern {
        /// Fits the last component at every depth.
        case name(NameGlob)
        case path(PathGlob)
    }

    private struct Rule {
        var pattern: Pattern
        var isNegated: Bool
        var onlyFolders: Bool
    }

    private let rules: [Rule]

    /// - Returns: `nil` when there are too many rules, one is too long, or the budget ends.
    init?(_ content: [UInt8], within budget: StepBudget) {
        guard budget.spend(content.count) else { return nil }
        let lines = content.split(separator: UInt8(ascii: "\n"))
        guard lines.count <= Self.mostRules, lines.allSatisfy({ $0.count <= Self.longestRuleBytes }) else { return nil }
        rules = lines.compactMap(Self.rule)
    }

    /// Whether the path is ignored, by the last rule that fits; `nil` when none does.
    ///
    /// - Parameter parts: the components of a path relative to the rules' folder.
    func verdict(_ parts: [FileName], isFolder: Bool, within budget: StepBudget) -> Bool? {
        budget.spend(rules.count)
        if budget.isExhausted { return nil }
        let last = rules.last { rule in
            guard isFolder || !rule.onlyFolders else { return false }
            switch rule.pattern {
            case .name(let glob): return parts.last.map { glob.matches($0, within: budget) } ?? false
            case .path(let glob): return glob.matches(parts, within: budget)
            }
        }
        return last.map { !$0.isNegated }
    }

    private static func rule(_ line: ArraySlice<UInt8>) -> Rule? {
        var line = withoutTrailingSpace(line)
        guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
        let isNegated = first == UInt8(ascii: "!")
        if isNegated { line.removeFirst() }
        let onlyFolders = line.last == UInt8(ascii: "/")
        if onlyFolders { line.removeLast() }
        guard !line.isEmpty else { return nil }
        // Without a slash before its end a pattern fits at every depth.
        let isFloating = !line.contains(UInt8(ascii: "/"))
        let pattern = isFloating ? Pattern.name(NameGlob(line)) : .path(PathGlob(line))
        return Rule(pattern: pattern, isNegated: isNegated, onlyFolders: onlyFolders)
    }

    /// Spaces at the end do not count unless they are escaped; neither does the end of a DOS line.
    private static func withoutTrailingSpace(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        while line.last == UInt8(ascii: " "), line.dropLast().last != UInt8(ascii: "\\") { line.removeLast() }
        return line
    }
}
