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
                    decoding.report(input.node, "should be \(expectation), not \(input.kindPhrase)")
                    return nil
                }
                if input.environmentName == nil { decoding.hasLiteralSecret = true }
                return Secret(text)
            },
            show: { _ in nil })
    }
}
