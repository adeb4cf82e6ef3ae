import AirutModel
import AirutYAML

extension Field {
    /// The repositories, in file order, each with its key as id.
    static func repositories(_ key: String, _ path: Path<[RepositorySettings]>) -> Self {
        let format = Format.section(RepositorySettings.self)
        let name = MapKey(
            placeholder: "<id>", pattern: "^[a-z0-9][a-z0-9._-]{0,62}$",
            expectation: "1 to 63 of a-z 0-9 . _ -, beginning with a letter or digit", example: "web")
        return Self(
            FieldDescription(
                key, "The repositories, each by a name of your choice.", .required, .map(name, of: format.shape)),
            effective: { root in
                .map(
                    root[keyPath: path].map {
                        EffectiveValue.Entry(key: $0.id.description, value: format.effective($0))
                    })
            },
            decode: { input, decoding, root in
                let entries = decoding.entries(of: input, name, { RepositoryID($0) }, format) ?? []
                if case .mapping(let pairs) = input.node.kind, pairs.isEmpty {
                    decoding.report(input.node, "is empty: there is nothing to serve", .warning)
                }
                root[keyPath: path] = entries.map { id, settings in
                    var settings = settings
                    settings.id = id
                    return settings
                }
            })
    }

    /// Values for `!var`. They are read before everything else; here they are checked.
    static func variables(_ key: String) -> Self {
        let documentation = "Values to be used several times: !var NAME stands for the value of NAME."
        let shape = Shape.scalar(
            schema: .object(["type": .array(["string", "number", "boolean"])]),
            expectation: "a text, a number, or !env NAME")
        let name = MapKey(placeholder: "<name>", pattern: nil, expectation: "any text", example: "mail_server")
        return Self(
            FieldDescription(
                key, documentation, .optional, .map(name, of: shape), example: "{mail_server: mail.example.org}"),
            decode: { input, decoding, _ in decoding.checkVariables(input) })
    }
}

extension Decoding {
    /// Variables are scalars and do not refer to each other.
    fileprivate mutating func checkVariables(_ input: Input) {
        guard case .mapping(let pairs) = input.node.kind else {
            return report(input.node, "should be a mapping of names and values, not \(input.quotation)")
        }
        for pair in pairs where pair.value.text == nil || pair.value.tag == "!var" {
            within(pair.key) {
                $0.report(pair.value, "should be a text, a number, or !env NAME; variables do not refer to each other")
            }
        }
    }
}
