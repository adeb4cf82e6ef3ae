/// The JSON Schema of a section: what editors complete and check files with.
///
/// - SeeAlso: JSON Schema draft-07, which editors' YAML support understands best.
enum JSONSchema {
    static func text(_ shape: SectionShape, title: String) -> String {
        JSON.object(["$schema": "http://json-schema.org/draft-07/schema#", "title": .text(title)])
            .merging(object(shape, isOutermost: true)).rendered() + "\n"
    }

    private static func object(_ shape: SectionShape, isOutermost: Bool) -> JSON {
        let fields = shape.fields().filter { $0.isDocumented || $0.isLegacy }
        let properties = fields.map { JSON.Member(key: $0.key, value: property($0)) }
        let required = fields.filter(\.isRequired).map { JSON.text($0.key) }
        return JSON.object(["type": "object", "description": .text(shape.documentation)])
            .adding("properties", .object(properties))
            .adding("required", required.isEmpty ? nil : .array(required))
            .adding("patternProperties", isOutermost ? .object(["^x-": .object([:])]) : nil)
            .adding("additionalProperties", false)
    }

    private static func property(_ field: FieldDescription) -> JSON {
        let schema = value(field.shape)
        if case .section(let shape) = field.shape, shape.shorthand == nil { return schema }
        return JSON.object(["description": .text(description(field))]).merging(schema)
    }

    private static func value(_ shape: Shape) -> JSON {
        switch shape {
        case .scalar(let schema, _): return schema
        case .list(let element, let minimum):
            return JSON.object(["type": "array", "items": value(element)])
                .adding("minItems", minimum > 0 ? .integer(minimum) : nil)
        case .map(let key, let element):
            let names = key.pattern.map { JSON.object(["pattern": .text($0)]) }
            return JSON.object(["type": "object"]).adding("propertyNames", names)
                .adding("additionalProperties", value(element))
        case .section(let shape):
            let object = object(shape, isOutermost: false)
            guard let short = shape.fields().first(where: { $0.key == shape.shorthand }) else { return object }
            return .object(["anyOf": .array([value(short.shape), object])])
        }
    }

    private static func description(_ field: FieldDescription) -> String {
        switch field.fallback {
        case .none: field.isLegacy ? "Another spelling, still read." : field.documentation
        case .value(let text), .phrase(let text): field.documentation + " Default: \(text)."
        }
    }
}
