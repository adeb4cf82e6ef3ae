import AirutPolicy

extension RepositoryCheck {
    /// Every problem, then what a task would get, or that none would begin.
    ///
    /// - Parameter name: of the repository.
    public func text(name: String, style: TextStyle) -> String {
        let report = ProblemReport(problems, sources: sources)
        let counts = Counted.problems(report)
        let verdict = "\(name): " + (counts.isEmpty ? "good" : counts.joined(separator: ", "))
        let lines = report.text(style)
        if report.errors > 0 { return written(lines + [style.error(verdict + "; no task would begin")]) }
        return written([style.strong(verdict)] + rows + (lines.isEmpty ? [] : [""]) + lines)
    }

    private var rows: [String] {
        let rows = [("model", model), ("container", container), ("network", network), ("variables", variables)]
        return rows.compactMap { label, value in
            value.map { "  " + label + String(repeating: " ", count: 11 - label.count) + TextStyle.harmless($0) }
        }
    }

    private var model: String? {
        configuration?.defaultModel.map { model in model + (configuration?.effort.map { ", effort \($0)" } ?? "") }
    }

    private var container: String? {
        "\(dockerfilePath), from \(baseImages.isEmpty ? "scratch" : baseImages.joined(separator: ", "))"
    }

    private var network: String? {
        guard let allowlist else { return nil }
        let builds = allowlist.imageBuild.map { Counted.text($0.rules.count, "rule") } ?? "the server's rules"
        return "\(Counted.text(allowlist.task.rules.count, "rule")); \(builds) for builds"
    }

    private var variables: String? {
        let names = configuration?.containerEnvironment.map { variable in
            switch variable.value {
            case .plain: variable.name
            case .secret(let secret, let isOptional):
                "\(variable.name) (secret \(secret)\(isOptional ? ", may be missing" : ""))"
            }
        }
        return names.flatMap { $0.isEmpty ? nil : $0.joined(separator: ", ") }
    }

    private func written(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
}
