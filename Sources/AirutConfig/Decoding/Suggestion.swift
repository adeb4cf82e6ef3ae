/// "Did you mean" for misspelt words.
enum Suggestion {
    /// The word that differs least, if it differs by little enough to be meant.
    static func nearest(to word: String, among words: [String]) -> String? {
        let word = word.lowercased()
        let candidates = words.map { (word: $0, distance: distance(Array(word.utf8), Array($0.lowercased().utf8))) }
        guard let best = candidates.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, min(word.utf8.count, best.word.utf8.count) / 3) ? best.word : nil
    }

    /// Whether the value of a misspelt key may be a secret.
    static func isAboutSecrets(_ word: String) -> Bool {
        let word = word.lowercased()
        return ["pas", "sec", "tok", "key", "cred", "pw"].contains { word.contains($0) }
    }

    static func sentence(unknown kind: String, _ suggestion: String?) -> String {
        "there is no such \(kind)" + (suggestion.map { "; did you mean “\($0)”?" } ?? "")
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        // A key of many kilobytes is no typing mistake.
        guard left.count <= 64, right.count <= 64 else { return .max }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(last[column + 1], current[column]) + 1
                best = min(best, last[column] + (byte == other ? 0 : 1))
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
