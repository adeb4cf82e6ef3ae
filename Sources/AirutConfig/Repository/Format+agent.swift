import AirutYAML

extension Format<String> {
    /// The Claude Code binary on this machine.
    static var agentBinary: Self {
        Self(
            shape: .scalar(schema: .object(["type": "string", "pattern": "^/"]), expectation: "an absolute path"),
            decode: { input, decoding in
                guard let text = input.node.text, text.hasPrefix("/"), !text.utf8.contains(0) else {
                    decoding.report(
                        input.node,
                        "should be the absolute path of a Claude Code binary, not \(input.quotation): "
                            + "this version does not download one")
                    return nil
                }
                decoding.noteFile(text, at: input.node)
                return text
            },
            show: { $0 })
    }
}
