import AirutModel

extension Letter {
    /// A run ended without a result.
    ///
    /// - Parameter text: what the agent had written until then, if anything; hostile as far as we know.
    public static func failure(_ failure: RunFailure, text: String? = nil, footer: ResultFooter) -> Letter {
        var sections = [failure.sentences]
        if case .agentFailed(let words) = failure, words.contains(where: { !$0.isWhitespace }) {
            sections[0] += "\n\nIts last words:\n\n" + MarkdownText.codeBlock(lastLines(of: words))
        }
        if let text, text.contains(where: { !$0.isWhitespace }) {
            sections.append("What the agent had written until then:")
            sections.append(text)
        }
        return Letter(sections + [footer.markdown])
    }

    /// At most 10 lines and 2000 characters: the end tells most.
    private static func lastLines(of text: String) -> String {
        let lines = text.suffix(2000).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.drop { $0.allSatisfy(\.isWhitespace) }.suffix(10).joined(separator: "\n")
    }
}
