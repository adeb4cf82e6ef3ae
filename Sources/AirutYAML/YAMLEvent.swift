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
}
