/// Something wrong with a YAML text itself, before anybody asks what it means.
public struct YAMLProblem: Sendable, Hashable {
    /// From 1.
    public var line: Int
    /// From 1, in characters.
    public var column: Int
    public var sentence: String

    public init(line: Int, column: Int, sentence: String) {
        self.line = line
        self.column = column
        self.sentence = sentence
    }
}
