/// A file that shows every setting of a section: its meaning as a comment, then an example or its default.
enum ExampleFile {
    static func text(_ shape: SectionShape) -> String { lines(shape, indent: "").joined(separator: "\n") + "\n" }

    private static func lines(_ shape: SectionShape, indent: String) -> [String] {
        shape.fields().filter(\.isDocumented).enumerated().flatMap { index, field in
            (index > 0 ? [""] : []) + comments(field, indent) + setting(field, indent)
        }
    }

    private static func setting(_ field: FieldDescription, _ indent: String) -> [String] {
        switch (field.example, field.fallback, field.shape) {
        case (.value(let text), _, _), (nil, .value(let text), _): ["\(indent)\(field.key): \(text)"]
        case (.alternative(let text), _, _): ["\(indent)# \(field.key): \(text)"]
        case (nil, _, .section(let shape)):
            ["\(indent)\(field.key):"] + lines(shape, indent: indent + "  ")
        case (nil, _, .map(let key, of: .section(let shape))):
            ["\(indent)\(field.key):", "\(indent)  \(key.example):"] + lines(shape, indent: indent + "    ")
        default: ["\(indent)# \(field.key):"]
        }
    }

    private static func comments(_ field: FieldDescription, _ indent: String) -> [String] {
        let fallback: String? =
            switch field.fallback {
            case .none: nil
            case .value(let text) where field.example != nil && text.count <= 60: " Default: \(text)."
            case .value: nil
            case .phrase(let text): " Default: \(text)."
            }
        let width = 100 - indent.utf8.count
        return wrapped(field.documentation + (fallback ?? ""), width: width).map { "\(indent)# \($0)" }
    }

    private static func wrapped(_ text: String, width: Int) -> [String] {
        text.split(separator: " ").reduce(into: []) { lines, word in
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(String(word))
            }
        }
    }
}
