/// Sentences for the operator, a bounded number of them.
struct Notes {
    private static let most = 50

    private var kept: [String] = []
    private var dropped = 0

    mutating func add(_ sentence: String) {
        if kept.count < Self.most { kept.append(sentence) } else { dropped += 1 }
    }

    var sentences: [String] { dropped == 0 ? kept : kept + ["and \(dropped) more of this kind"] }
}
