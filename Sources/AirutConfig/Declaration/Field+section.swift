import AirutYAML

extension Field {
    /// A section inside this one.
    static func section<Inner: Section>(_ key: String, _ path: Path<Inner>, isRequired: Bool = false) -> Self {
        section(key, path, effective: path, isRequired: isRequired)
    }

    /// - Parameter effective: the section that holds what this one's settings amount to.
    static func section<Inner: Section, Result: Section>(
        _ key: String, _ path: Path<Inner>, effective: Path<Result>, isRequired: Bool = false
    ) -> Self {
        Self(
            FieldDescription(key, Inner.documentation, isRequired ? .required : .optional, .section(Inner.shape)),
            effective: { .section($0[keyPath: effective].effectiveSettings) },
            decode: { input, decoding, root in decoding.fill(&root[keyPath: path], from: input) })
    }

    /// Another spelling of a setting, kept for files that were written for it.
    static func legacy<Value>(_ key: String, _ path: Path<Value>, _ format: Format<Value>) -> Self {
        Self(FieldDescription(key, "", .legacy, format.shape), decode: storing(path, format))
    }

    static func legacy<Value>(_ key: String, _ path: Path<Value?>, _ format: Format<Value>) -> Self {
        Self(FieldDescription(key, "", .legacy, format.shape), decode: storing(path, format))
    }

    /// A setting of other systems that means nothing here: read, warned about, without effect.
    static func ignored(_ key: String, because reason: String) -> Self {
        Self(
            FieldDescription(key, "", .ignored(reason), .anything),
            decode: { input, decoding, _ in decoding.report(input.node, "has no effect: \(reason)", .warning) })
    }

    /// A feature that is not there: an error, unless it is switched off.
    static func unsupported(_ key: String, _ sentence: String) -> Self {
        Self(
            FieldDescription(key, "", .unsupported(sentence), .anything),
            decode: { input, decoding, _ in
                if input.node.text == "false" { return }
                // Credentials, as a rule.
                decoding.isSecret = decoding.allowsReferences
                decoding.report(input.node, sentence)
                decoding.isSecret = false
            })
    }
}
