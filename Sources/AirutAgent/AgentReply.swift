/// Chooses, of everything the main agent said, what its answer is.
///
/// The answer of a turn is its last text. Agents like to write the report first and end with one short sentence about it: so when
/// one of the last few texts is much longer than the end, the answer begins there.
struct AgentReply: Sendable {
    /// How many texts before the last may be the report, and how much longer it must be.
    private static let reach = 4
    private static let ratio = 4

    private var turns: [String] = []
    private var texts: [(id: String?, text: String)] = []

    /// The answers of all turns; `nil` when there are none.
    var text: String? {
        let answers = turns + [answer].compactMap(\.self)
        return answers.isEmpty ? nil : answers.joined(separator: "\n\n")
    }

    mutating func add(_ message: AgentMessage) {
        let text = message.text.trimmed
        guard !text.isEmpty else { return }
        if let id = message.id, let last = texts.indices.last, texts[last].id == id {
            texts[last].text += "\n\n" + text
        } else {
            texts.append((message.id, text))
        }
    }

    /// - Parameter result: the final text as the result event has it; counts when no message had one.
    mutating func endTurn(_ result: String?) {
        if let answer = answer ?? result?.trimmed, !answer.isEmpty { turns.append(answer) }
        texts = []
    }

    private var answer: String? {
        guard let last = texts.last else { return nil }
        let recent = texts.suffix(Self.reach + 1)
        let enough = last.text.count * Self.ratio
        let begin = recent.dropLast().lastIndex { $0.text.count >= enough } ?? recent.indices.last
        return begin.map { texts[$0...].map(\.text).joined(separator: "\n\n") }
    }
}

extension String {
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
