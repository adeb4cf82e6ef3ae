import AirutYAML

extension Decoding {
    /// Reads a whole file into its outermost section.
    mutating func read<Target: Section>(_ bytes: [UInt8], into section: inout Target) {
        let document = YAMLDocument.parse(bytes)
        for problem in document.problems {
            report(line: problem.line, column: problem.column, problem.sentence)
        }
        guard let root = document.root, !root.isNull else {
            let needsSettings = Target.fields.contains { $0.description.isRequired }
            if document.problems.isEmpty, needsSettings { report(line: 1, column: 1, "the file is empty") }
            return
        }
        if case .mapping(let pairs) = root.kind,
            case .mapping(let entries)? = pairs.first(where: { $0.key == "vars" })?.value.kind
        {
            variables = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
        }
        fill(&section, from: Input(node: root))
    }
}
