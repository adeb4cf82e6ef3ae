/// Problems of one or several files, for people, programs and build servers.
public struct ProblemReport: Sendable {
    public let problems: [Problem]
    let probes: [ProbeResult]
    /// Each line that a problem is in, harmless and without secrets: made once, however many problems it has.
    private let lines: [Place: [Unicode.Scalar]]

    private struct Place: Hashable {
        let file: String
        let line: Int
    }

    /// - Parameters:
    ///   - sources: the texts of the files, as far as lines are to be shown.
    ///   - probes: what trying things out showed.
    public init(_ problems: [Problem], sources: [SourceText], probes: [ProbeResult] = []) {
        self.problems = problems
        self.probes = probes
        let placed = Dictionary(grouping: problems.filter { $0.line > 0 }) { Place(file: $0.file, line: $0.line) }
        let files = Set(placed.keys.map(\.file))
        let texts = Dictionary(
            sources.filter { files.contains($0.file) }.map { ($0.file, (source: $0, lines: $0.lines)) }
        ) { first, _ in first }
        var lines: [Place: [Unicode.Scalar]] = [:]
        for (place, problems) in placed {
            guard let text = texts[place.file], place.line <= text.lines.count else { continue }
            let hiding = problems.filter(\.hidesText).sorted { $0.column < $1.column }
            let shown = text.source.shown(text.lines[place.line - 1], hiding: hiding)
            lines[place] = Array(TextStyle.harmless(shown).unicodeScalars)
        }
        self.lines = lines
    }

    public var errors: Int { problems.count { $0.severity == .error } + probes.reduce(0) { $0 + $1.count(.error) } }
    public var warnings: Int {
        problems.count { $0.severity == .warning } + probes.reduce(0) { $0 + $1.count(.warning) }
    }

    /// `file:line:column: path: sentence`, then the line with a caret, for each problem; then what was tried.
    public func text(_ style: TextStyle) -> [String] {
        lines(style) + probes.flatMap { $0.text(style) }
    }

    private func lines(_ style: TextStyle) -> [String] {
        problems.map { problem in
            let head = Self.head(problem, style)
            guard let excerpt = excerpt(of: problem) else { return head }
            return head + "\n" + excerpt.text(style, isError: problem.severity == .error)
        }
    }

    private static func head(_ problem: Problem, _ style: TextStyle) -> String {
        let place = problem.line > 0 ? "\(problem.file):\(problem.line):\(problem.column)" : problem.file
        let mark = problem.severity == .warning ? style.warning("warning:") + " " : ""
        let path = problem.path.isEmpty ? "" : style.strong(TextStyle.harmless(problem.path)) + ": "
        return "\(TextStyle.harmless(place)): \(mark)\(path)\(TextStyle.harmless(problem.sentence))"
    }

    func excerpt(of problem: Problem) -> ProblemExcerpt? {
        lines[Place(file: problem.file, line: problem.line)].map { ProblemExcerpt($0, of: problem) }
    }
}
