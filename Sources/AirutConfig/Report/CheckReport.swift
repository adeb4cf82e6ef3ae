/// What `airut check` prints about a server's configuration.
public enum CheckReport {
    /// Every problem, then what would run, or that nothing would.
    public static func text(for loaded: Loaded<ServerConfiguration>, file: String) -> String {
        let problems = loaded.problems.map(\.description)
        let verdict = "\(file): \(counts(loaded))"
        guard let configuration = loaded.value else { return lines(problems + [verdict + "; nothing would run"]) }
        let blocks = configuration.repositories.map { "\n" + RepositoryReport(settings: $0).text }
        return lines([verdict, server(configuration)] + blocks + (problems.isEmpty ? [] : [""]) + problems)
    }

    private static func server(_ configuration: ServerConfiguration) -> String {
        let execution = configuration.execution
        return "At most \(counted(execution.maxConcurrent, "run")) at a time with \(configuration.container.command); "
            + "conversations are kept for \(counted(execution.conversationMaxAgeDays, "day")) "
            + "in \(configuration.stateDirectory)."
    }

    private static func counts(_ loaded: Loaded<ServerConfiguration>) -> String {
        let parts = [
            loaded.value.map { repositories($0.repositories.count) },
            loaded.errors.isEmpty ? nil : counted(loaded.errors.count, "error"),
            loaded.warnings.isEmpty ? nil : counted(loaded.warnings.count, "warning"),
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    private static func repositories(_ count: Int) -> String { count == 1 ? "1 repository" : "\(count) repositories" }
    private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
    private static func lines(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
}
