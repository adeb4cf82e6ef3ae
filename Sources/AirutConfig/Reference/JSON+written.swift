import AirutYAML

extension JSON {
    /// What a YAML text, as it would be written for a setting, means to somebody who reads it by the setting's schema.
    ///
    /// `nil` for what has a tag, because that means nothing there.
    init?(written text: String, _ shape: Shape) {
        guard let root = YAMLDocument.parse(text).root, let value = Self.value(root, shape) else { return nil }
        self = value
    }

    private static func value(_ node: YAMLNode, _ shape: Shape) -> JSON? {
        guard node.tag == nil else { return nil }
        switch (node.kind, shape) {
        case (.scalar(let text, _), .scalar(let schema, _)): return scalar(text, schema)
        case (.sequence(let nodes), .list(let element, _)):
            let values = nodes.compactMap { value($0, element) }
            return values.count == nodes.count ? .array(values) : nil
        case (.mapping(let pairs), .map(_, let element)): return object(pairs) { _ in element }
        case (.mapping(let pairs), .section(let section)):
            let fields = section.fields()
            return object(pairs) { key in fields.first { $0.key == key }?.shape }
        case (.scalar, .section(let section)):
            return section.fields().first { $0.key == section.shorthand }.flatMap { value(node, $0.shape) }
        default: return nil
        }
    }

    private static func scalar(_ text: String, _ schema: JSON) -> JSON? {
        guard case .object(let members) = schema else { return nil }
        switch members.first(where: { $0.key == "type" })?.value {
        case "integer": return Int(text).map(JSON.integer)
        case "number": return Double(text).map(JSON.number)
        case "boolean": return .bool(text == "true")
        default: return .text(text)
        }
    }

    private static func object(_ pairs: [YAMLPair], _ shape: (String) -> Shape?) -> JSON? {
        let members = pairs.compactMap { pair in
            shape(pair.key).flatMap { value(pair.value, $0) }.map { Member(key: pair.key, value: $0) }
        }
        return members.count == pairs.count ? .object(members) : nil
    }
}
