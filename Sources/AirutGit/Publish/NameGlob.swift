/// A pattern for one component of a path: `*`, `?`, `[…]` and `\`, none of which crosses a `/`.
///
/// - SeeAlso: gitignore(5), "pattern format".
struct NameGlob: Hashable, Sendable {
    private enum Token: Hashable {
        case literal(UInt8)
        case any
        case run
        case set([ClosedRange<UInt8>], isNegated: Bool)
    }

    private let tokens: [Token]

    init(_ pattern: some Collection<UInt8>) {
        var rest = Array(pattern)[...]
        var tokens: [Token] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "*"): if tokens.last != .run { tokens.append(.run) }
            case UInt8(ascii: "?"): tokens.append(.any)
            case UInt8(ascii: "\\"): tokens.append(.literal(rest.popFirst() ?? byte))
            case UInt8(ascii: "["):
                // Without its end it fits nothing, as git has it.
                tokens.append(Self.set(&rest) ?? .set([], isNegated: false))
            default: tokens.append(.literal(byte))
            }
        }
        self.tokens = tokens
    }

    /// Reads a bracket expression behind its `[`; `nil`, with nothing read, when it has no end.
    private static func set(_ rest: inout ArraySlice<UInt8>) -> Token? {
        var input = rest
        var isNegated = false
        if let first = input.first, first == UInt8(ascii: "!") || first == UInt8(ascii: "^") {
            isNegated = true
            input.removeFirst()
        }
        var ranges: [ClosedRange<UInt8>] = []
        while var low = input.popFirst() {
            if low == UInt8(ascii: "]"), !ranges.isEmpty {
                rest = input
                return .set(ranges, isNegated: isNegated)
            }
            if low == UInt8(ascii: "\\"), let escaped = input.popFirst() { low = escaped }
            var high = low
            if input.first == UInt8(ascii: "-"), let next = input.dropFirst().first, next != UInt8(ascii: "]") {
                high = next
                input = input.dropFirst(2)
            }
            ranges.append(min(low, high)...max(low, high))
        }
        return nil
    }

    /// Whether the whole name fits. Takes steps in proportion to pattern times name, whatever the pattern.
    func matches(_ name: FileName, within budget: StepBudget = StepBudget(.max)) -> Bool {
        Wildcard.matches(name, tokens, within: budget, isRun: { $0 == .run }) { byte, token in
            switch token {
            case .literal(let expected): byte == expected
            case .any, .run: true
            case .set(let ranges, let isNegated):
                budget.spend(ranges.count) && ranges.contains { $0.contains(byte) } != isNegated
            }
        }
    }
}
