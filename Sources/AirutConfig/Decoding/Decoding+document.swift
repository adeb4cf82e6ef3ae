import AirutYAML

extension Decoding {
    /// Reads a whole file into its outermost section.
    ///
    /// - Parameter migrates: whether settings may stand where earlier formats have them.
    mutating func read<Target: Section>(_ bytes: [UInt8], into section: inout Target, migrates: Bool = false) {
        let document = YAMLDocument.parse(bytes)
        // Of what is written twice, one value is never read.
        isSecret = allowsReferences
        for problem in document.problems {
            report(line: problem.line, column: problem.column, problem.sentence)
        }
        isSecret = false
        guard let root = document.root, !root.isNull else {
            let needsSettings = Target.fields.contains { $0.description.isRequired }
            if document.problems.isEmpty, needsSettings { report(line: 1, column: 1, "the file is empty") }
            return
        }
        isParsed = true
        if case .mapping(let entries)? = root.child("vars")?.kind {
            variables = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
        }
        isShared = root.child("config_version") != nil
        fill(&section, from: Input(node: migrates ? moved(root) : root))
    }

    /// The tree in today's form, with a warning for each setting that stands elsewhere.
    private mutating func moved(_ root: YAMLNode) -> YAMLNode {
        let form = EarlierForm(root)
        for finding in form.moved where !finding.pair.isMerged {
            report(
                finding, "is now written \(finding.move.to); “airut config migrate” rewrites the file", .warning)
        }
        for finding in form.blocked {
            report(finding, "is now written \(finding.move.to), where something stands already: remove one of the two")
        }
        return form.root
    }

    private mutating func report(
        _ finding: EarlierForm.Finding, _ sentence: String, _ severity: Problem.Severity = .error
    ) {
        within(finding.move.from.description) {
            $0.report(line: finding.pair.line, column: finding.pair.column, sentence, severity)
        }
    }
}
