import AirutYAML

extension Format<ClaudeVersion> {
    static var claudeVersion: Self {
        let expectation = "latest, stable, a version like 2.1.330, or the absolute path of a Claude Code executable"
        return Self(
            shape: .scalar(
                schema: .object([
                    "type": "string", "pattern": #"^(latest|stable|/.*|[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?)$"#,
                ]), expectation: expectation),
            decode: { input, decoding in
                guard let version = input.node.text.flatMap(ClaudeVersion.init) else {
                    decoding.report(input.node, "should be \(expectation), not \(input.quotation)")
                    return nil
                }
                if case .file(let path) = version { decoding.noteFile(path, at: input.node) }
                return version
            },
            show: { $0.description })
    }
}
