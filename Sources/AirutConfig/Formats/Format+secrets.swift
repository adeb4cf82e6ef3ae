import AirutYAML

import AirutModel

extension Format<Secret> {
    /// A secret: never repeated in messages or documents. It should come from `!env`.
    static var secret: Self {
        let expectation = "a secret, from an environment variable (!env NAME)"
        return Self(
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
