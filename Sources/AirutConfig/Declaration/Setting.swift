/// Key, format and meaning of a setting that stands in several sections.
struct Setting<Value: Sendable>: Sendable {
    let key: String
    let format: Format<Value>
    let documentation: String

    init(_ key: String, _ format: Format<Value>, _ documentation: String) {
        self.key = key
        self.format = format
        self.documentation = documentation
    }
}
