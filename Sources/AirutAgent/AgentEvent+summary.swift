extension AgentEvent {
    /// What happened, in one line for a person; `nil` when it is not worth a line.
    public var summary: String? {
        switch self {
        case .started(_, let model, let version):
            "started\(version.map { " Claude Code \($0)" } ?? "")\(model.map { " with \($0)" } ?? "")"
        case .assistant(let message): message.summary
        case .result(let result): result.isError ? "ended: \(result.failure.firstLine)" : "ended: success"
        case .retry(let attempt, let status):
            "the API failed\(status.map { " with status \($0)" } ?? ""), attempt \(min(attempt ?? 0, 999) + 1) follows"
        case .rateLimit(let limit): limit.status == "allowed" ? nil : "usage limit: \(limit.status)"
        case .user, .other: nil
        }
    }
}

extension AgentMessage {
    fileprivate var summary: String? {
        let parts =
            (text.isEmpty ? [] : [text.firstLine])
            + tools.map { tool in tool.subject.map { "\(tool.name): \($0.firstLine)" } ?? tool.name }
        guard !parts.isEmpty else { return nil }
        return (isFromSubagent ? "(subagent) " : "") + parts.joined(separator: " · ")
    }
}

extension String {
    /// Its first line that is not blank, without controls, at most 100 characters.
    var firstLine: String {
        let line = split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) } ?? ""
        let visible = line.unicodeScalars.filter { $0.properties.generalCategory != .control }
        let text = String(String.UnicodeScalarView(visible)).trimmed
        return text.count > 100 ? text.prefix(99) + "…" : text
    }
}
