/// The JSON Schema of a section: what editors complete and check files with.
///
/// - SeeAlso: JSON Schema draft 2020-12.
enum JSONSchema {
    /// - Parameter name: the last part of the schema's id, which stays the same over all versions.
    static func text(_ shape: SectionShape, name: String, title: String) -> String {
        JSON.object([
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": .text("urn:airut:schema:\(name)"),
            "title": .text(title),
        ]).merging(object(shape, isOutermost: true)).rendered() + "\n"
    }

    private static func object(_ shape: SectionShape, isOutermost: Bool) -> JSON {
        let fields = shape.fields()
        let properties = fields.map { JSON.Member(key: $0.key, value: property($0)) }
        let required = fields.filter(\.isRequired).map { JSON.text($0.key) }
        return JSON.object(["type": "object", "description": .text(shape.documentation)])
            .adding("properties", .object(properties))
            .adding("required", required.isEmpty ? nil : .array(required))
            .adding("patternProperties", isOutermost ? .object(["^x-": .object([:])]) : nil)
            .adding("additionalProperties", false)
    }

    private static func property(_ field: FieldDescription) -> JSON {
        switch field.presence {
        case .required, .optional: break
        case .legacy:
            return JSON.object(["description": "Another spelling, still read.", "deprecated": true])
                .merging(value(field.shape))
        case .ignored(let reason):
            return .object(["description": .text("Has no effect: \(reason)."), "deprecated": true])
        case .unsupported(let sentence):
            return .object(["description": .text("Not supported: \(sentence)."), "const": false, "deprecated": true])
        }
        let schema = value(field.shape)
        if case .section(let shape) = field.shape, shape.shorthand == nil { return schema }
        return JSON.object(["description": .text(description(field))]).merging(schema)
            .adding("default", fallback(field)).adding("examples", examples(field))
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

    private static func fallback(_ field: FieldDescription) -> JSON? {
        guard case .value(let text) = field.fallback else { return nil }
        return JSON(written: text, field.shape)
    }

    private static func examples(_ field: FieldDescription) -> JSON? {
        switch field.example {
        case .value(let text)?, .alternative(let text)?: JSON(written: text, field.shape).map { .array([$0]) }
        case nil: nil
        }
    }

    private static func description(_ field: FieldDescription) -> String {
        switch field.fallback {
        case .none: field.documentation
        case .value(let text), .phrase(let text): field.documentation + " Default: \(text)."
        }
    }
}
