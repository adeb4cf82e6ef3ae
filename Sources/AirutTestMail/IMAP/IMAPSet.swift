/// A set of numbers: `1:3,7,9:*` (RFC 3501 §9 `sequence-set`).
struct IMAPSet {
    private let ranges: [ClosedRange<UInt32>]

    /// - Parameter largest: what `*` stands for.
    /// - Returns: `nil` when the text is not a set.
    init?(_ text: String, largest: UInt32) {
        var ranges: [ClosedRange<UInt32>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: ":", omittingEmptySubsequences: false).map {
                $0 == "*" ? largest : UInt32($0)
            }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
            ranges.append(min(first, last)...max(first, last))
        }
        self.ranges = ranges
    }

    func contains(_ number: UInt32) -> Bool { ranges.contains { $0.contains(number) } }

    /// `1:3,7` for numbers in ascending order.
    static func text(_ numbers: [UInt32]) -> String {
        var runs: [ClosedRange<UInt32>] = []
        for number in numbers {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)" }.joined(
            separator: ",")
    }
}
