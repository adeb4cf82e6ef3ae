import AirutYAML

import AirutModel

extension Format<Secret> {
    /// Completes "should be …".
    static var expectation: String { "a secret, from an environment variable (!env NAME)" }

    /// A secret: never repeated in messages or documents. It should come from `!env`.
    static var secret: Self {
        Self(
            shape: .scalar(schema: .object(["type": "string", "minLength": 1]), expectation: expectation),
            decode: { input, decoding in
                guard let text = input.node.text, !text.isEmpty else {
                    decoding.reportSecret(input.node, "should be \(expectation), not \(input.kindPhrase)")
                    return nil
                }
                if input.environmentName == nil { decoding.literalSecrets.append(text) }
                return Secret(text)
            },
            show: { _ in nil },
            effective: { .secret($0) })
    }
}

extension Decoding {
    /// Reports what stands where a secret is expected: nothing of it is shown.
    mutating func reportSecret(_ node: YAMLNode, _ sentence: String, _ severity: Problem.Severity = .error) {
        hide(node)
        isSecret = true
        report(node, sentence, severity)
        isSecret = false
    }

    /// Whether the value of a setting that nobody knows may be a secret, by its length alone.
    static func mayHoldSecrets(_ node: YAMLNode) -> Bool {
        switch node.kind {
        case .scalar(let text, _): text.unicodeScalars.count >= 6
        case .sequence(let nodes): nodes.contains { mayHoldSecrets($0) }
        case .mapping(let pairs): pairs.contains { mayHoldSecrets($0.value) }
        }
    }

    /// Has every text in the node kept out of what is shown of the file.
    mutating func hide(_ node: YAMLNode) {
        guard node.tag == nil || node.tag?.hasPrefix("tag:") == true else { return }
        switch node.kind {
        case .scalar(let text, _): literalSecrets.append(text)
        case .sequence(let nodes): for node in nodes { hide(node) }
        case .mapping(let pairs): for pair in pairs { hide(pair.value) }
        }
    }
}
