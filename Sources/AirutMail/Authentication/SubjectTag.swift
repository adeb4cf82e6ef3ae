import AirutModel

/// The `[ID:…]` tag that marks a conversation in subjects, whatever mail programs do to case and spaces.
enum SubjectTag {
    static func text(_ conversation: ConversationID) -> String { "[ID:\(conversation)]" }

    /// Every tag of the subject, with its brackets.
    static func ranges(in subject: String) -> [(range: Range<String.Index>, conversation: ConversationID)] {
        var tags: [(range: Range<String.Index>, conversation: ConversationID)] = []
        var rest = subject[...]
        while let open = rest.firstIndex(of: "[") {
            rest = subject[subject.index(after: open)...]
            guard let close = rest.prefix(longest).firstIndex(of: "]"),
                let conversation = conversation(in: rest[..<close])
            else { continue }
            rest = subject[subject.index(after: close)...]
            tags.append((open..<rest.startIndex, conversation))
        }
        return tags
    }

    /// Longest inside of a tag in characters, spaces included: bounds the work on a subject full of brackets.
    private static let longest = 40

    private static func conversation(in inside: Substring) -> ConversationID? {
        let text = inside.filter { !$0.isWhitespace }
        return text.lowercased().hasPrefix("id:") ? ConversationID(String(text.dropFirst(3))) : nil
    }
}
