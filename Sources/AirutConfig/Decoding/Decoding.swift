import AirutYAML

/// The state of turning one file's tree into values: where we are, and what was wrong so far.
struct Decoding {
    /// More would bury the ones that matter.
    private static let maximumProblems = 200

    let file: String
    let environment: [String: String]
    /// The top-level `vars`.
    var variables: [String: YAMLNode] = [:]
    /// Whether `!env` and `!var` are followed: only in the operator's own file.
    var allowsReferences = true
    private(set) var path: [String] = []
    /// Files that settings name, to be looked for when the configuration is loaded from disk.
    var namedFiles: [NamedFile] = []
    /// Whether a secret stands in the file itself.
    var hasLiteralSecret = false
    private var reported: [Problem] = []

    init(file: String, environment: [String: String]) {
        self.file = file
        self.environment = environment
    }

    /// Every problem, in file order.
    var problems: [Problem] {
        let sorted = reported.enumerated().sorted { left, right in
            (left.element.line, left.element.column, left.offset)
                < (right.element.line, right.element.column, right.offset)
        }
        guard sorted.count > Self.maximumProblems else { return sorted.map(\.element) }
        let rest = sorted.count - Self.maximumProblems
        return sorted.prefix(Self.maximumProblems).map(\.element)
            + [Problem(.error, file: file, sentence: "and \(rest) more problems")]
    }

    mutating func within<Result>(_ key: String, _ body: (inout Decoding) -> Result) -> Result {
        path.append(key)
        defer { path.removeLast() }
        return body(&self)
    }

    mutating func report(_ node: YAMLNode, _ sentence: String, _ severity: Problem.Severity = .error) {
        report(line: node.line, column: node.column, sentence, severity)
    }

    mutating func report(line: Int, column: Int, _ sentence: String, _ severity: Problem.Severity = .error) {
        reported.append(
            Problem(
                severity, file: file, line: line, column: column, path: path.joined(separator: "."),
                sentence: sentence))
    }
}
