/// A YAML text as a tree, and everything wrong with it.
///
/// Made for texts that strangers write: size, depth and the growth through aliases are bounded.
public struct YAMLDocument: Sendable {
    /// `nil` when the text is empty or could not be read to its end.
    public var root: YAMLNode?
    /// In the order they were found. Duplicate keys leave a tree behind (the first one counts), syntax errors do not.
    public var problems: [YAMLProblem]

    /// - Parameter bytes: UTF-8, with or without a byte order mark.
    public static func parse(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) -> YAMLDocument {
        if bytes.count > limits.bytes {
            let sentence = "this is \(bytes.count) bytes of YAML; more than \(limits.bytes) are not read"
            return YAMLDocument(root: nil, problems: [YAMLProblem(line: 1, column: 1, sentence: sentence)])
        }
        // libyaml would count the mark as a column, and the first line's keys as indented.
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if bytes.starts(with: mark) { return parse(Array(bytes.dropFirst(mark.count)), limits: limits) }
        if let problem = SourcePosition.firstUnreadable(in: bytes) {
            return YAMLDocument(root: nil, problems: [problem])
        }
        var composer = YAMLComposer(events: YAMLEventReader(bytes), limits: limits)
        let root = composer.composeDocument()
        return YAMLDocument(root: root, problems: composer.problems)
    }

    public static func parse(_ text: String, limits: YAMLLimits = YAMLLimits()) -> YAMLDocument {
        parse(Array(text.utf8), limits: limits)
    }
}
