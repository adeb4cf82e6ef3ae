import AirutYAML

extension Decoding {
    /// Reads a mapping into `section`: known keys, unknown keys, missing keys, then the section's own checks.
    mutating func fill<Target: Section>(_ section: inout Target, from input: Input) {
        guard let pairs = pairs(of: input, Target.self) else { return }
        let fields = Target.fields
        reportUnknown(pairs, known: fields.map(\.description))
        for field in fields {
            let description = field.description
            guard let pair = pairs.first(where: { $0.key == description.key }) else {
                if description.isRequired { reportMissing(description, in: input.node) }
                continue
            }
            within(description.key) { $0.read(pair.value, field, into: &section) }
        }
        var scope = SectionScope(decoding: self, pairs: pairs, node: input.node)
        section.complete(&scope)
        self = scope.decoding
    }

    private mutating func read<Target>(_ node: YAMLNode, _ field: Field<Target>, into section: inout Target) {
        switch resolve(node) {
        case .failed: break
        case .unset(let name) where field.description.isRequired:
            report(node, "the environment variable \(name) is not set")
        case .unset(let name):
            report(node, "the environment variable \(name) is not set, so this counts as not written", .warning)
        case .value(let input) where input.node.isNull && input.environmentName == nil:
            if field.description.isRequired { report(node, "is required, but nothing stands here") }
        case .value(let input): field.decode(input, &self, &section)
        }
    }

    private mutating func pairs<Target: Section>(of input: Input, _ type: Target.Type) -> [YAMLPair]? {
        switch input.node.kind {
        case .mapping(let pairs): return pairs
        case .scalar:
            if let key = Target.shorthand {
                return [YAMLPair(key: key, line: input.node.line, column: input.node.column, value: input.node)]
            }
            fallthrough
        case .sequence:
            let expectation = "should be a mapping of settings"
            if Shape.section(type.shape).holdsSecrets {
                reportSecret(input.node, "\(expectation), not \(input.kindPhrase)")
            } else {
                report(input.node, "\(expectation), not \(input.quotation)")
            }
            return nil
        }
    }

    private mutating func reportUnknown(_ pairs: [YAMLPair], known: [FieldDescription]) {
        let names = Set(known.map(\.key))
        for pair in pairs where !names.contains(pair.key) && !(path.isEmpty && pair.key.hasPrefix("x-")) {
            let words = isListening ? known.filter { $0.isDocumented || $0.isLegacy }.map(\.key) : []
            let suggestion = Suggestion.nearest(to: pair.key, among: words)
            within(pair.key) {
                let isAboutSecrets = Suggestion.isAboutSecrets(pair.key)
                $0.isSecret = $0.allowsReferences && (isAboutSecrets || Self.mayHoldSecrets(pair.value))
                if $0.isSecret, isAboutSecrets { $0.hide(pair.value) }
                $0.report(line: pair.line, column: pair.column, Suggestion.sentence(unknown: "setting", suggestion))
                $0.isSecret = false
            }
        }
    }

    private mutating func reportMissing(_ description: FieldDescription, in node: YAMLNode) {
        within(description.key) { $0.report(node, "is required: \(description.documentation)") }
    }
}
