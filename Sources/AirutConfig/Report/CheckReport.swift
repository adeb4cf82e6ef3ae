/// What `airut check` prints about a server's configuration.
public enum CheckReport {
    /// Every problem, then what would run, or that nothing would.
    public static func text(
        for loaded: Loaded<ServerConfiguration>, file: String, style: TextStyle = TextStyle(isColored: false)
    ) -> String {
        let report = ProblemReport(loaded.problems, sources: [loaded.source].compactMap(\.self))
        let verdict = "\(file): \(counts(loaded.value, report))"
        let problems = report.text(style)
        guard let configuration = loaded.value else {
            return lines(problems + [style.error(verdict + "; nothing would run")])
        }
        let blocks = configuration.repositories.map { "\n" + RepositoryReport(settings: $0).text }
        return lines(
            [style.strong(verdict), server(configuration)] + blocks + (problems.isEmpty ? [] : [""]) + problems)
    }

    private static func server(_ configuration: ServerConfiguration) -> String {
        let execution = configuration.execution
        return "At most \(Counted.text(execution.maxConcurrent, "run")) at a time with "
            + "\(configuration.container.command); conversations are kept for "
            + "\(Counted.text(execution.conversationMaxAgeDays, "day")) in \(configuration.stateDirectory)."
    }

    private static func counts(_ configuration: ServerConfiguration?, _ report: ProblemReport) -> String {
        let repositories = configuration?.repositories.count
        let known = repositories.map { $0 == 1 ? "1 repository" : "\($0) repositories" }
        return ([known].compactMap(\.self) + Counted.problems(report)).joined(separator: ", ")
    }

    private static func lines(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
}
