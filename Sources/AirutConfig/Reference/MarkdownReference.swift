/// The reference of a section and everything in it: a table per section.
enum MarkdownReference {
    /// - Parameter showsReload: whether a column says what a change of the setting does.
    static func text(_ shape: SectionShape, showsReload: Bool = false) -> String {
        tables(shape, path: "", showsReload).joined(separator: "\n")
    }

    private static func tables(_ shape: SectionShape, path: String, _ showsReload: Bool) -> [String] {
        let fields = shape.fields().filter(\.isDocumented)
        let plain = fields.filter { Self.section(in: $0) == nil }
        var texts = [heading(shape, path)]
        if !plain.isEmpty {
            let rows = plain.map { row($0, reload: showsReload ? $0.reload ?? shape.reload : nil) }
            let head = "| Setting | Meaning | Value | Default |" + (showsReload ? " Change |" : "")
            let rule = "|---|---|---|---|" + (showsReload ? "---|" : "")
            texts.append("\(head)\n\(rule)\n\(rows.joined(separator: "\n"))\n")
        }
        for field in fields {
            guard let (inner, suffix) = section(in: field) else { continue }
            texts += tables(inner, path: (path.isEmpty ? "" : path + ".") + field.key + suffix, showsReload)
        }
        return texts
    }

    private static func heading(_ shape: SectionShape, _ path: String) -> String {
        (path.isEmpty ? "" : "### `\(path)`\n\n") + shape.documentation + "\n"
    }

    private static func row(_ field: FieldDescription, reload: ReloadScope?) -> String {
        let fallback =
            switch field.fallback {
            case .none: field.isRequired ? "**required**" : "none"
            case .value(let text): "`\(text)`"
            case .phrase(let text): escaped(text)
            }
        let cells = ["`\(field.key)`", escaped(field.documentation), expectation(field.shape), fallback]
        return "| " + (cells + [reload?.rawValue].compactMap(\.self)).joined(separator: " | ") + " |"
    }

    /// Plain text, with what Markdown would take for markup made plain.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if "|<*_$".contains(character) { result.append("\\") }
            result.append(character)
        }
    }

    private static func expectation(_ shape: Shape) -> String {
        switch shape {
        case .scalar(_, let expectation): escaped(expectation)
        case .list(let element, let minimum):
            "a list\(minimum > 0 ? ", not empty" : ""), each \(expectation(element))"
        case .map(let key, let element): "`\(key.placeholder)`: \(expectation(element))"
        case .section: "settings"
        }
    }

    /// The section a field leads to, and what its path has after the key.
    static func section(in field: FieldDescription) -> (SectionShape, String)? {
        switch field.shape {
        case .section(let shape): (shape, "")
        case .map(let key, of: .section(let shape)): (shape, ".\(key.placeholder)")
        case .list(of: .section(let shape), _): (shape, "[]")
        default: nil
        }
    }
}
