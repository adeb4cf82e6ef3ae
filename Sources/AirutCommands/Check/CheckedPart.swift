import AirutConfig

/// One of the things a check looked at.
struct CheckedPart: Sendable {
    let problems: [Problem]
    let sources: [SourceText]
    var probes: [ProbeResult] = []
    /// Nothing is known about what it says.
    let isUnreadable: Bool
    let text: @Sendable (TextStyle) -> String

    /// 1 for errors, 2 when something could not be read; `nil` when all is good.
    static func exitStatus(_ parts: [CheckedPart]) -> Int32? {
        if parts.contains(where: \.isUnreadable) { return 2 }
        return parts.contains { $0.problems.contains { $0.severity == .error } || $0.probes.contains(where: \.failed) }
            ? 1 : nil
    }
}

extension CheckedPart {
    init(_ loaded: Loaded<ServerConfiguration>, file: String) {
        self.init(
            problems: loaded.problems, sources: [loaded.source].compactMap(\.self), isUnreadable: loaded.isUnreadable,
            text: { CheckReport.text(for: loaded, file: file, style: $0) })
    }

    init(_ check: RepositoryCheck, name: String) {
        self.init(
            problems: check.problems, sources: check.sources, isUnreadable: false,
            text: { check.text(name: name, style: $0) })
    }

    /// What was tried out.
    init(_ probes: [ProbeResult]) {
        let report = ProblemReport([], sources: [], probes: probes)
        self.init(
            problems: [], sources: [], probes: probes, isUnreadable: false,
            text: { report.text($0).joined(separator: "\n") + "\n" })
    }

    /// What could not be read at all.
    init(unreadable name: String, _ sentence: String) { self.init(name, sentence, isUnreadable: true) }

    /// What is wrong as a whole.
    init(wrong name: String, _ sentence: String) { self.init(name, sentence, isUnreadable: false) }

    private init(_ name: String, _ sentence: String, isUnreadable: Bool) {
        let report = ProblemReport([Problem(.error, file: name, sentence: sentence)], sources: [])
        self.init(
            problems: report.problems, sources: [], isUnreadable: isUnreadable,
            text: { report.text($0).joined(separator: "\n") + "\n" })
    }
}
