extension RepositoryConfiguration {
    /// Reads `.airut/airut.yaml`; the text is written by whoever can push to the default branch.
    ///
    /// - Parameter file: the name problems are reported under.
    public static func parse(text: String, file: String) -> Loaded<RepositoryConfiguration> {
        parse(bytes: Array(text.utf8), file: file)
    }

    /// - Parameters:
    ///   - givesAdvice: whether to warn about what is legal but unwise, too.
    ///   - server: what the server says about this repository, where that is known, to compare with.
    public static func parse(
        bytes: [UInt8], file: String, givesAdvice: Bool = false, server: RepositorySettings? = nil
    ) -> Loaded<RepositoryConfiguration> {
        var decoding = Decoding(file: file, environment: [:])
        decoding.allowsReferences = false
        decoding.givesAdvice = givesAdvice
        decoding.server = server
        var configuration = RepositoryConfiguration()
        decoding.read(bytes, into: &configuration)
        var loaded = Loaded(value: configuration, problems: decoding.problems)
        loaded.source = SourceText(file: file, bytes: bytes, secrets: .these(decoding.literalSecrets))
        return loaded
    }

    mutating func complete(_ scope: inout SectionScope) {
        if let server = scope.decoding.server { compare(with: server, &scope) }
        for (old, new) in [("default_effort", ["effort"]), ("timeout", ["resource_limits", "timeout"])]
        where scope.isWritten(old) && scope.isWritten(new) {
            scope.report(
                at: old,
                sentence:
                    "is another spelling of \(new.joined(separator: ".")): with both, it is not clear which one counts; "
                    + "remove one", severity: .warning)
        }
    }
}
