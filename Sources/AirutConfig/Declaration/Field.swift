import AirutYAML

/// One setting of a section: its description, and how its value gets into the section.
struct Field<Root: Section>: Sendable {
    typealias Path<Value> = any WritableKeyPath<Root, Value> & Sendable
    typealias Store = @Sendable (Input, inout Decoding, inout Root) -> Void

    private(set) var description: FieldDescription
    private(set) var decode: Store
    let effective: @Sendable (Root) -> EffectiveValue

    init(
        _ description: FieldDescription, effective: @escaping @Sendable (Root) -> EffectiveValue = { _ in .nothing },
        decode: @escaping Store
    ) {
        self.description = description
        self.effective = effective
        self.decode = decode
    }

    /// The same setting, with another effect of a change than its section's.
    func reloading(_ scope: ReloadScope) -> Self {
        var field = self
        field.description.reload = scope
        return field
    }

    /// The same setting, for which an empty text counts as not written.
    func ignoringEmpty() -> Self {
        var field = self
        field.decode = { [decode] input, decoding, root in
            if input.node.text != "" { decode(input, &decoding, &root) }
        }
        return field
    }

    /// A setting without a default.
    static func required<Value>(
        _ key: String, _ path: Path<Value>, _ format: Format<Value>, _ documentation: String, example: Example
    ) -> Self {
        Self(
            FieldDescription(key, documentation, .required, format.shape, example: example),
            effective: { format.effective($0[keyPath: path]) },
            decode: storing(path, format))
    }

    /// A setting whose default is the property's initial value.
    ///
    /// - Parameter fallback: a phrase to document instead of that value, where it depends on other things.
    static func optional<Value>(
        _ key: String, _ path: Path<Value>, _ format: Format<Value>, _ documentation: String, fallback: String? = nil,
        example: Example? = nil
    ) -> Self {
        let fallback = fallback.map(Fallback.phrase) ?? written(format.show(Root()[keyPath: path]))
        return Self(
            FieldDescription(key, documentation, .optional, format.shape, fallback: fallback, example: example),
            effective: { format.effective($0[keyPath: path]) },
            decode: storing(path, format))
    }

    /// A setting that may be absent altogether.
    ///
    /// - Parameter effective: what it amounts to, where that is known also when the setting is absent.
    static func optional<Value>(
        _ key: String, _ path: Path<Value?>, _ format: Format<Value>, _ documentation: String, fallback: String? = nil,
        effective: (@Sendable (Root) -> Value)? = nil, example: Example
    ) -> Self {
        let fallback = fallback.map(Fallback.phrase) ?? .none
        return Self(
            FieldDescription(key, documentation, .optional, format.shape, fallback: fallback, example: example),
            effective: { root in
                if let effective { return format.effective(effective(root)) }
                return root[keyPath: path].map(format.effective) ?? .nothing
            },
            decode: storing(path, format))
    }

    static func optional<Value>(_ setting: Setting<Value>, _ path: Path<Value>) -> Self {
        .optional(setting.key, path, setting.format, setting.documentation)
    }

    static func optional<Value>(
        _ setting: Setting<Value>, _ path: Path<Value?>, fallback: String, example: Example
    ) -> Self {
        .optional(setting.key, path, setting.format, setting.documentation, fallback: fallback, example: example)
    }
}

extension Field {
    private typealias Fallback = FieldDescription.Fallback

    static func storing<Value>(_ path: Path<Value>, _ format: Format<Value>) -> Store {
        { input, decoding, root in
            if let value = format.decode(input, &decoding) { root[keyPath: path] = value }
        }
    }

    static func storing<Value>(_ path: Path<Value?>, _ format: Format<Value>) -> Store {
        { input, decoding, root in
            if let value = format.decode(input, &decoding) { root[keyPath: path] = value }
        }
    }

    private static func written(_ text: String?) -> Fallback { text.map(Fallback.value) ?? .none }
}
