extension RepositoryConfiguration {
    /// Reads `.airut/airut.yaml`; the text is written by whoever can push to the default branch.
    ///
    /// - Parameter file: the name problems are reported under.
    public static func parse(text: String, file: String) -> Loaded<RepositoryConfiguration> {
        parse(bytes: Array(text.utf8), file: file)
    }

    public static func parse(bytes: [UInt8], file: String) -> Loaded<RepositoryConfiguration> {
        var decoding = Decoding(file: file, environment: [:])
        decoding.allowsReferences = false
        var configuration = RepositoryConfiguration()
        decoding.read(bytes, into: &configuration)
        return Loaded(value: configuration, problems: decoding.problems)
    }

    mutating func complete(_ scope: inout SectionScope) {
        for (old, new) in [("default_effort", "effort"), ("timeout", "resource_limits.timeout")]
        where scope.isWritten(old) && scope.isWritten(String(new.prefix { $0 != "." })) {
            scope.report(
                at: old,
                sentence: "is another spelling of \(new): with both, it is not clear which one counts; "
                    + "remove one", severity: .warning)
        }
    }
}
