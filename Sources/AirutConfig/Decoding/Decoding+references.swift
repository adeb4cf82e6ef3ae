import AirutYAML

extension Decoding {
    /// What a node stands for once `!env` and `!var` have been followed.
    enum Resolution {
        case value(Input)
        /// An environment variable that is not set.
        case unset(String)
        /// Already reported.
        case failed
    }

    mutating func resolve(_ node: YAMLNode) -> Resolution {
        switch node.tag {
        case nil: return .value(Input(node: node))
        case "!env" where !allowsReferences, "!var" where !allowsReferences:
            report(
                node,
                "\(node.tag ?? "") belongs into the server's configuration: a repository sees nothing of the server")
            return .failed
        case "!env":
            guard let name = name(of: node) else { return .failed }
            return environmentVariable(name, at: node)
        case "!var":
            guard let name = name(of: node) else { return .failed }
            return variable(name, at: node)
        case let tag? where tag.hasPrefix("tag:yaml.org,2002:"): return .value(Input(node: node))
        case "!secret", "!secret?":
            report(node, "\(node.tag ?? "") belongs into container_env of a repository's .airut/airut.yaml")
            return .failed
        case let tag?:
            // What follows may be meant to be a secret.
            isSecret = allowsReferences
            report(node, "the tag \(tag) means nothing here; there are !env NAME and !var NAME")
            isSecret = false
            return .failed
        }
    }

    private mutating func environmentVariable(_ name: String, at node: YAMLNode) -> Resolution {
        guard let value = environment[name] else { return .unset(name) }
        if value == UnsetSecret.text {
            report(node, "\(name) still is what airut init wrote for it: write the value into .env", .warning)
        }
        let text = YAMLNode(kind: .scalar(value, .quoted), line: node.line, column: node.column)
        return .value(Input(node: text, environmentName: name))
    }

    /// One step only: a variable holds a plain value or `!env`.
    private mutating func variable(_ name: String, at node: YAMLNode) -> Resolution {
        guard var value = variables[name] else {
            let suggestion = Suggestion.nearest(to: name, among: variables.keys.sorted())
            report(node, "vars has no “\(name)”" + (suggestion.map { "; did you mean “\($0)”?" } ?? ""))
            return .failed
        }
        (value.line, value.column) = (node.line, node.column)
        return value.tag == "!var" ? .failed : resolve(value)
    }

    private mutating func name(of node: YAMLNode) -> String? {
        if let name = node.text, !name.isEmpty { return name }
        report(node, "\(node.tag ?? "") is followed by a name: \(node.tag ?? "") NAME")
        return nil
    }
}
