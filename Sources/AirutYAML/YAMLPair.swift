/// A key and its value, in the order of the file. Keys are scalars and unique within their mapping.
public struct YAMLPair: Sendable {
    public var key: String
    /// Of the key, from 1.
    public var line: Int
    public var column: Int
    public var value: YAMLNode
    /// The last line of the pair's text: of the alias, where one stands for the value.
    public var lastLine: Int
    /// Whether the value is an alias, so that its own places are elsewhere.
    public var isAlias = false
    /// Whether it stands in another mapping, which `<<` names.
    public var isMerged = false

    public init(key: String, line: Int, column: Int, value: YAMLNode, lastLine: Int? = nil) {
        self.key = key
        self.line = line
        self.column = column
        self.value = value
        self.lastLine = lastLine ?? value.lastLine
    }
}
