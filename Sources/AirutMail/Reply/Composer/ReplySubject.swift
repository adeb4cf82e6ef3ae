public import AirutModel

/// The subject of every mail of a conversation: `Re: [ID:…] what the person wrote`.
public enum ReplySubject {
    private static let prefixes: Set<String> = ["re", "aw", "antw", "sv", "vs", "odp", "rv", "r"]
    private static let longest = 200

    /// - Parameters:
    ///   - subject: decoded, of the first mail or of any reply to it.
    ///   - conversation: `nil` when none came of it; then there is no tag.
    public static func text(answering subject: String, conversation: ConversationID?) -> String {
        var rest = subject
        for tag in SubjectTag.ranges(in: subject).reversed() { rest.removeSubrange(tag.range) }
        let words = MarkdownText.visible(rest).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let plain = withoutPrefixes(words)
        let short = plain.count <= longest ? plain : plain.prefix(longest) + "…"
        let tag = conversation.map { SubjectTag.text($0) + " " } ?? ""
        return "Re: \(tag)\(short)".trimmingSuffix(" ")
    }

    /// `Re: AW: Re[2]: x` is `x`.
    private static func withoutPrefixes(_ subject: String) -> String {
        var rest = subject[...]
        while let colon = rest.prefix(12).firstIndex(of: ":") {
            let word = rest[..<colon].prefix { $0 != "[" && $0 != "(" && $0 != " " }
            let counter = rest[word.endIndex..<colon].filter { !"[]() 0123456789".contains($0) }
            guard prefixes.contains(word.lowercased()), counter.isEmpty else { break }
            rest = rest[rest.index(after: colon)...].drop { $0 == " " }
        }
        return String(rest)
    }
}

extension String {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = self
        while text.last == character { text.removeLast() }
        return text
    }
}
