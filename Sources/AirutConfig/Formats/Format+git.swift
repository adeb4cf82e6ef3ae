import AirutYAML

extension Format<String> {
    /// Where a repository is fetched from and pushed to.
    static var repositoryURL: Self {
        let schema = JSON.object(["type": "string", "minLength": 1])
        let expectation =
            "an https:// URL (its user and password belong into git.username and git.token), ssh://user@host/path, "
            + "user@host:path, file:// or an absolute path"
        return Format(
            shape: .scalar(schema: schema, expectation: expectation),
            decode: { input, decoding in
                if let text = input.node.text, let url = RepositoryURL(text), url.isFetchable { return url.text }
                if let text = input.node.text, text.contains("://"), text.contains("@") {
                    decoding.reportSecret(
                        input.node, "should be \(expectation), not this address with a user or password")
                } else {
                    decoding.report(input.node, "should be \(expectation), not \(input.quotation)")
                }
                return nil
            },
            show: { $0 })
    }

    /// The base address of a forge's API.
    static var apiURL: Self {
        .scalar(
            "an https:// URL (http:// only to this machine)", schema: .object(["type": "string", "format": "uri"]),
            show: { $0 }
        ) { text in
            guard let url = RepositoryURL(text), let scheme = url.scheme, ["https", "http"].contains(scheme) else {
                return nil
            }
            return text.hasSuffix("/") ? String(text.dropLast()) : text
        }
    }

    /// `owner/name`, with any number of groups before the name.
    static var repositoryName: Self {
        .scalar("owner/name", schema: .object(["type": "string", "pattern": "^[^/]+(/[^/]+)+$"]), show: { $0 }) {
            text in
            RepositoryURL.isName(text) ? text : nil
        }
    }

    /// The beginning of a branch's name.
    static var branchPrefix: Self {
        .scalar(
            "the beginning of a branch's name, like airut/", schema: .object(["type": "string", "minLength": 1]),
            show: { $0 }
        ) { BranchName.isPrefix($0) ? $0 : nil }
    }

    /// A pattern for paths in a repository; `**` spans folders.
    static var pathGlob: Self {
        .scalar(
            "a path in the repository with * and **, like .github/workflows/**",
            schema: .object(["type": "string", "minLength": 1]), show: { $0 }
        ) { $0.isEmpty || $0.hasPrefix("/") ? nil : $0 }
    }
}
