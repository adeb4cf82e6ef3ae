import AirutYAML

/// Texts in YAML.
enum EffectiveText {
    /// As it is where it is read back as the same text, otherwise in double quotes.
    static func yaml(_ text: String) -> String {
        // As an entry of a flow list every delimiter counts, so that the text is plain anywhere.
        if !text.contains("\n"), case .sequence(let nodes)? = YAMLDocument.parse("[\(text), x]").root?.kind,
            nodes.count == 2,
            case .scalar(text, .plain) = nodes[0].kind, !nodes[0].isNull, nodes[0].tag == nil
        {
            return text
        }
        return JSON.text(text).rendered()
    }
}
