/// What libyaml found next, copied into Swift values.
struct YAMLEvent {
    enum Kind {
        case start
        case documentStart
        case documentEnd
        case end
        case alias(String)
        case scalar(String, YAMLNode.ScalarStyle)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
    }

    var kind: Kind
    var anchor: String?
    var tag: String?
    var line: Int
    var column: Int
    /// The last line of what this is about, from 1.
    var lastLine: Int
    /// A collection that is not in brackets or braces.
    var isBlock = false
    /// The end of a block, which libyaml places where the next thing begins.
    var isUnwritten = false
}
