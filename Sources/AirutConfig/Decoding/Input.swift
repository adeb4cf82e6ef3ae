import AirutYAML

/// A node whose `!env` or `!var` has been replaced by what it names.
struct Input {
    var node: YAMLNode
    /// The environment variable the text comes from: its value is not repeated in messages.
    var environmentName: String?

    /// The value for a message: the text, shortened, or only where it comes from.
    var quotation: String {
        if let environmentName { return "the value of the environment variable \(environmentName)" }
        switch node.kind {
        case .sequence: return "a list"
        case .mapping: return "a mapping"
        case .scalar(let text, _):
            if node.isNull { return "nothing" }
            return text.count > 60 ? "“\(text.prefix(60))…”" : "“\(text)”"
        }
    }
}

extension Input {
    /// What kind of value stands here, without its text.
    var kindPhrase: String {
        switch node.kind {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar("", _): "an empty text"
        case .scalar: "this text"
        }
    }
}
