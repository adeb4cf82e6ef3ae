/// What came of reading a file: the value, unless something was an error, and every problem found, in file order.
public struct Loaded<Value: Sendable>: Sendable {
    public var value: Value?
    public var problems: [Problem]
    /// The text, to show the lines in question.
    public var source: SourceText?

    public init(value: Value?, problems: [Problem]) {
        self.value = problems.contains { $0.severity == .error } ? nil : value
        self.problems = problems
    }

    public var errors: [Problem] { problems.filter { $0.severity == .error } }
    public var warnings: [Problem] { problems.filter { $0.severity == .warning } }

    /// The file could not be read at all, so nothing is known about its settings.
    public var isUnreadable: Bool { errors.count == 1 && errors[0].line == 0 }
}
