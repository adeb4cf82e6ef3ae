/// Makes text of unknown origin harmless in a forge's Markdown: no HTML, images, links, mentions or issue references.
public enum ForgeMarkdown {
    /// For a short text in a line, such as a subject: shown literally.
    public static func literal(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return String(line.flatMap { special.contains($0) ? Array("&#\($0.unicodeScalars.first!.value);") : [$0] })
    }

    /// For a longer text: a code block that the text cannot end.
    public static func block(_ text: String) -> String {
        let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return "\(fence)text\n\(text)\n\(fence)"
    }

    /// Everything that can begin markup, a mention, a reference or an automatic link.
    private static let special = Set("\\`*_{}[]()<>#+-!|~&@:.=^$")
}
