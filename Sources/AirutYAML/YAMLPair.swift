/// A key and its value, in the order of the file. Keys are scalars and unique within their mapping.
public struct YAMLPair: Sendable {
    public var key: String
    /// Of the key, from 1.
    public var line: Int
    public var column: Int
    public var value: YAMLNode

    public init(key: String, line: Int, column: Int, value: YAMLNode) {
        self.key = key
        self.line = line
        self.column = column
        self.value = value
    }
}
