/// The line a problem is in, with a caret below the place.
struct ProblemExcerpt {
    /// Longer lines are shown around the place only.
    private static let maximumWidth = 110

    let line: Int
    /// Harmless, shortened.
    let text: String
    /// Columns before the caret.
    let offset: Int

    /// - Parameter scalars: the line, harmless, without secrets.
    init(_ scalars: [Unicode.Scalar], of problem: Problem) {
        line = problem.line
        let place = min(max(0, problem.column - 1), scalars.count)
        let begin = scalars.count <= Self.maximumWidth ? 0 : max(0, place - Self.maximumWidth / 2)
        let end = min(scalars.count, begin + Self.maximumWidth)
        let (head, tail) = (begin > 0 ? "…" : "", end < scalars.count ? "…" : "")
        self.text = head + String(String.UnicodeScalarView(scalars[begin..<end])) + tail
        offset = head.count + scalars[begin..<place].reduce(0) { $0 + TextStyle.width($1) }
    }

    func text(_ style: TextStyle, isError: Bool) -> String {
        let number = "\(line)"
        let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
        let blank = String(repeating: " ", count: gutter.count)
        let caret = isError ? style.error("^") : style.warning("^")
        return "\(style.faint(gutter + " |")) \(text)\n"
            + "\(style.faint(blank + " |")) \(String(repeating: " ", count: offset))\(caret)"
    }
}
