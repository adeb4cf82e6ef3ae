/// Problems of one or several files, for people, programs and build servers.
public struct ProblemReport: Sendable {
    public let problems: [Problem]
    let probes: [ProbeResult]
    private let lines: [String: (source: SourceText, lines: [String])]

    /// - Parameters:
    ///   - sources: the texts of the files, as far as lines are to be shown.
    ///   - probes: what trying things out showed.
    public init(_ problems: [Problem], sources: [SourceText], probes: [ProbeResult] = []) {
        self.problems = problems
        self.probes = probes
        let files = Set(problems.filter { $0.line > 0 }.map(\.file))
        lines = Dictionary(
            sources.filter { files.contains($0.file) }.map { ($0.file, ($0, $0.lines)) }
        ) { first, _ in first }
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
        guard problem.line > 0, let (source, lines) = lines[problem.file], problem.line <= lines.count else {
            return nil
        }
        return ProblemExcerpt(source.shown(lines[problem.line - 1], for: problem), of: problem)
    }
}
