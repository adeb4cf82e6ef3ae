import AirutYAML

extension Field {
    /// Environment variables of the container: plain values, `!secret NAME`, `!secret? NAME`.
    static func containerEnvironment(_ key: String, _ path: Path<[ContainerVariable]>) -> Self {
        let shape = Shape.scalar(
            schema: .object(["type": .array(["string", "number", "boolean"])]),
            expectation: "a text, !secret NAME, or !secret? NAME when it may be missing")
        return Self(
            FieldDescription(
                key, "Environment variables of the container: texts, or secrets of the server by their name.",
                .optional, .map(EnvironmentName.key, of: shape),
                example: "{GH_TOKEN: !secret GH_TOKEN, CLAUDE_CODE_OAUTH_TOKEN: !secret? CLAUDE_CODE_OAUTH_TOKEN}"),
            decode: { input, decoding, root in
                guard case .mapping(let pairs) = input.node.kind else {
                    return decoding.report(input.node, "should be a mapping, not \(input.quotation)")
                }
                root[keyPath: path] = pairs.compactMap { pair in
                    decoding.within(pair.key) { $0.containerVariable(pair) }
                }
            })
    }
}

extension Decoding {
    fileprivate mutating func containerVariable(_ pair: YAMLPair) -> ContainerVariable? {
        guard let name = EnvironmentName.parse(pair.key) else {
            report(line: pair.line, column: pair.column, "the name should be \(EnvironmentName.key.expectation)")
            return nil
        }
        guard let value = containerValue(pair.value) else { return nil }
        if givesAdvice, case .plain(let text) = value, let sentence = Advice.writtenSecret(name, text) {
            reportSecret(pair.value, sentence, .warning)
        }
        return ContainerVariable(name: name, value: value)
    }

    private mutating func containerValue(_ node: YAMLNode) -> ContainerValue? {
        switch (node.tag, node.text) {
        case ("!secret", let secret?), ("!secret?", let secret?):
            if let secret = EnvironmentName.parse(secret) {
                if node.tag == "!secret" { checkOffer(of: secret, at: node) }
                return .secret(secret, isOptional: node.tag == "!secret?")
            }
            report(
                node, "\(node.tag ?? "") is followed by a secret's name, which is \(EnvironmentName.key.expectation)")
        case (let tag?, _) where tag == "!env" || tag == "!var":
            report(
                node, "\(tag) belongs into the server's configuration; here there are !secret NAME and !secret? NAME")
        case (let tag?, _) where !tag.hasPrefix("tag:yaml.org,2002:"):
            report(node, "the tag \(tag) means nothing here; there are !secret NAME and !secret? NAME")
        case (_, let text?): return .plain(node.isNull ? "" : text)
        default: report(node, "should be a text, not \(Input(node: node).quotation)")
        }
        return nil
    }

    private mutating func checkOffer(of secret: String, at node: YAMLNode) {
        guard let server else { return }
        let offered = Set(server.secrets.keys).union(server.maskedSecrets.keys)
        guard !offered.contains(secret) else { return }
        let suggestion = Suggestion.nearest(to: secret, among: offered.sorted())
        report(
            node,
            "the server has no secret \(secret) for this repository"
                + (suggestion.map { "; did you mean “\($0)”?" } ?? "; with !secret? it may be missing"))
    }
}
