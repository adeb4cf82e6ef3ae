/// What was left out or not understood, each sentence once, in the order of its first cause.
struct Notes {
    private(set) var sentences: [String] = []

    mutating func add(_ sentence: String?) {
        guard let sentence, !sentences.contains(sentence), sentences.count < 50 else { return }
        sentences.append(sentence)
    }

    mutating func add(_ others: Notes) { for sentence in others.sentences { add(sentence) } }
}
