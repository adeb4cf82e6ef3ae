import AirutYAML

/// The state of turning one file's tree into values: where we are, and what was wrong so far.
struct Decoding {
    /// More would bury the ones that matter.
    private static let maximumProblems = 200
    /// More are only counted, so that a hostile file costs no memory.
    private static let maximumKept = 5 * maximumProblems

    let file: String
    let environment: [String: String]
    /// The top-level `vars`.
    var variables: [String: YAMLNode] = [:]
    /// Whether `!env` and `!var` are followed: only in the operator's own file.
    var allowsReferences = true
    /// What the server says about this repository, where that is known.
    var server: RepositorySettings?
    /// Whether to warn about what is legal but unwise.
    var givesAdvice = false
    /// Whether the text is YAML, so that the places of secrets in it are known.
    var isParsed = false
    /// Whether the file says which format it is in, as those do that other systems read, too.
    var isShared = false
    /// Whether values at the present place must not be shown.
    var isSecret = false
    private(set) var path: [String] = []
    /// Files that settings name, to be looked for when the configuration is loaded from disk.
    var namedFiles: [NamedFile] = []
    /// Secrets that stand in the file itself.
    var literalSecrets: [String] = []
    private var reported: [Problem] = []
    private var unreported = 0

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
        let rest = max(0, sorted.count - Self.maximumProblems) + unreported
        guard rest > 0 else { return sorted.map(\.element) }
        return sorted.prefix(Self.maximumProblems).map(\.element)
            + [Problem(.error, file: file, sentence: "and \(rest) more problems")]
    }

    /// Whether another problem would still be shown.
    var isListening: Bool { reported.count < Self.maximumKept }

    mutating func within<Result>(_ key: String, _ body: (inout Decoding) -> Result) -> Result {
        path.append(key)
        defer { path.removeLast() }
        return body(&self)
    }

    mutating func report(_ node: YAMLNode, _ sentence: String, _ severity: Problem.Severity = .error) {
        report(line: node.line, column: node.column, sentence, severity)
    }

    mutating func report(line: Int, column: Int, _ sentence: String, _ severity: Problem.Severity = .error) {
        guard isListening else { return unreported += 1 }
        var problem = Problem(
            severity, file: file, line: line, column: column, path: path.joined(separator: "."), sentence: sentence)
        problem.hidesText = isSecret
        reported.append(problem)
    }
}
