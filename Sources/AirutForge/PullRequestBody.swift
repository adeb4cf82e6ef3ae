/// Keeps apart what airut writes into a pull request's description and what people add to it.
///
/// Ours stands between two comments that Markdown does not show.
enum PullRequestBody {
    private static let begin = "<!-- airut: begin -->"
    /// Characters of ours; GitHub takes 65 536 in all.
    private static let limit = 50_000
    private static let end = "<!-- airut: end -->"

    static func marked(_ text: String) -> String {
        let shown = text.count > limit ? text.prefix(limit) + "\n\n[shortened]" : text
        let text = shown.replacing("<!-- airut:", with: "&lt;!-- airut:")
        return "\(begin)\n\(text)\n\(end)"
    }

    /// The description with our part replaced; `nil` when people removed our part, who then want theirs alone.
    static func replacing(ourPartOf description: String, with text: String) -> String? {
        guard let start = description.firstRange(of: begin),
            let stop = description[start.upperBound...].firstRange(of: end)
        else { return description.allSatisfy(\.isWhitespace) ? marked(text) : nil }
        return description[..<start.lowerBound] + marked(text) + description[stop.upperBound...]
    }
}
