import AirutYAML

extension Format<String> {
    /// Any text but an empty one.
    static var text: Self {
        .scalar("a text that is not empty", schema: .object(["type": "string", "minLength": 1]), show: { $0 }) {
            $0.isEmpty ? nil : $0
        }
    }

    /// A text all of whose characters are ASCII letters, digits or among `others`, not beginning with one of `others`.
    ///
    /// So that it can stand in a command line, a mail address or a path as it is.
    static func word(_ expectation: String, others: String) -> Self {
        let isFirst = { @Sendable (byte: UInt8) in ASCII.isLetter(byte) || ASCII.isDigit(byte) }
        let others = Set(others.utf8)
        return .scalar(expectation, schema: .object(["type": "string", "minLength": 1]), show: { $0 }) { text in
            guard let first = text.utf8.first, isFirst(first), text.utf8.count <= 255,
                text.utf8.allSatisfy({ isFirst($0) || others.contains($0) })
            else { return nil }
            return text
        }
    }

    /// A name as `--model` and `--effort` take it.
    static var modelName: Self { .word("the name of a model, like opus", others: "._:/@[]-") }
    static var effortName: Self { .word("a level of effort, like high", others: "_-") }

    /// A host name or an IP address.
    static var host: Self {
        .scalar(
            "the name of a host, like mail.example.org", schema: .object(["type": "string", "minLength": 1]),
            show: { $0 }
        ) { Host.isName($0) ? $0 : nil }
    }
}

extension Format<Bool> {
    /// A switch, in the spellings of YAML 1.1 too.
    static var flag: Self {
        .scalar("true or false", schema: .object(["type": "boolean"]), show: { $0 ? "true" : "false" }) { text in
            switch text.lowercased() {
            case "true", "yes", "on", "1": true
            case "false", "no", "off", "0": false
            default: nil
            }
        }
    }
}

extension Format where Value: RawRepresentable<String> & CaseIterable {
    /// One of the cases' raw values.
    static var choice: Self {
        let names = Value.allCases.map(\.rawValue)
        let expectation = names.count == 1 ? names[0] : names.dropLast().joined(separator: ", ") + " or " + names.last!
        let schema = JSON.object(["enum": .array(names.map(JSON.text))])
        return Self(
            shape: .scalar(schema: schema, expectation: expectation),
            decode: { input, decoding in
                if let text = input.node.text, let value = Value(rawValue: text) { return value }
                let suggestion = Suggestion.nearest(to: input.node.text ?? "", among: names)
                decoding.report(
                    input.node,
                    "should be \(expectation), not \(input.quotation)"
                        + (suggestion.map { "; did you mean “\($0)”?" } ?? ""))
                return nil
            },
            show: { $0.rawValue })
    }
}
