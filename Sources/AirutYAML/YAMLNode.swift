/// One value of a YAML text, with the place it was written at. Aliases are expanded and `<<` is merged.
///
/// What a plain scalar means is left to the reader: a text setting takes `no` as text, a switch takes it as false.
public struct YAMLNode: Sendable {
    public enum Kind: Sendable {
        case scalar(String, ScalarStyle)
        case sequence([YAMLNode])
        case mapping([YAMLPair])
    }

    public enum ScalarStyle: Sendable {
        case plain
        /// In quotes, or a block (`|`, `>`): never null.
        case quoted
    }

    public var kind: Kind
    /// As written, with handles resolved: `!env`, or `tag:yaml.org,2002:str` for `!!str`.
    public var tag: String?
    /// From 1. A node behind an alias has the place of its anchor.
    public var line: Int
    /// From 1, in characters.
    public var column: Int
    /// The last line of its text, without comments after it.
    public var lastLine: Int
    /// A collection that is not in brackets or braces.
    public var isBlock: Bool

    public init(
        kind: Kind, tag: String? = nil, line: Int, column: Int, lastLine: Int? = nil, isBlock: Bool = false
    ) {
        self.kind = kind
        self.tag = tag
        self.line = line
        self.column = column
        self.lastLine = lastLine ?? line
        self.isBlock = isBlock
    }

    /// An empty value, `~` or `null`, neither quoted nor tagged.
    ///
    /// - SeeAlso: YAML 1.2 §10.3.2.
    public var isNull: Bool {
        guard case .scalar(let text, .plain) = kind, tag == nil else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// The text of a scalar.
    public var text: String? {
        if case .scalar(let text, _) = kind { text } else { nil }
    }
}
