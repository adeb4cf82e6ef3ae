import AirutYAML

extension Format<String> {
    /// A file on the server: absolute, below `~/`, or relative to the configuration file's folder.
    static var file: Self {
        Self(
            shape: .scalar(schema: .object(["type": "string", "minLength": 1]), expectation: "the path of a file"),
            decode: { input, decoding in
                guard let text = input.node.text, !text.isEmpty, !text.utf8.contains(0) else {
                    decoding.report(input.node, "should be the path of a file, not \(input.quotation)")
                    return nil
                }
                let filePath = decoding.absolute(text)
                decoding.noteFile(filePath, at: input.node)
                return filePath
            },
            show: { $0 })
    }

    /// A path on the server that need not exist yet.
    static var directory: Self {
        .scalar(
            "an absolute path", schema: .object(["type": "string", "pattern": "^/"]), show: { $0 }
        ) { $0.hasPrefix("/") && !$0.utf8.contains(0) ? $0 : nil }
    }

    /// A folder inside a repository.
    static var folderInRepository: Self {
        .scalar(
            "a folder in the repository without “..”, like .airut/container",
            schema: .object(["type": "string", "minLength": 1]), show: { $0 }
        ) { text in
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            return parts.allSatisfy { !["", ".", ".."].contains($0) } && !text.utf8.contains(0) ? text : nil
        }
    }

    /// A program: its absolute path, or a name that is looked up in `PATH`.
    static var program: Self {
        .scalar(
            "the name or absolute path of a program", schema: .object(["type": "string", "minLength": 1]),
            show: { $0 }
        ) { text in
            let isPlain = !text.isEmpty && !text.hasPrefix("-") && !text.utf8.contains(0)
            return isPlain && (text.hasPrefix("/") || !text.utf8.contains(0x2F)) ? text : nil
        }
    }
}

extension Decoding {
    /// The path seen from the configuration file's folder.
    func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        if path.hasPrefix("~/"), let home = environment["HOME"], !home.isEmpty { return home + path.dropFirst() }
        guard let slash = file.lastIndex(of: "/") else { return path }
        return file[...slash] + path
    }

    mutating func noteFile(_ filePath: String, at node: YAMLNode) {
        namedFiles.append(NamedFile(filePath: filePath, path: path.joined(separator: "."), node: node))
    }
}
