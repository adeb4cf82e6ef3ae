/// The text cannot be read any further.
struct YAMLFailure: Error {
    let problem: YAMLProblem

    init(_ position: (line: Int, column: Int), _ sentence: String) {
        problem = YAMLProblem(line: position.line, column: position.column, sentence: sentence)
    }
}
