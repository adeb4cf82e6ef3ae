public import AirutPolicy

/// A repository's `.airut/network-allowlist.yaml`: what its containers may reach.
public struct AllowlistFile: Section {
    /// Place in the repository.
    public static let path = NetworkAllowlist.defaultFile

    var domains: [AllowRule] = []
    var urlPrefixes: [URLPrefix] = []
    var build = BuildAllowlist()
    /// What the agent may reach.
    public private(set) var task = NetworkAllowlist(rules: [])
    /// What the build of the image may reach; `nil` when the file does not say: then it is the server's choice.
    public private(set) var imageBuild: NetworkAllowlist?

    public init() {}

    static let documentation =
        "What a repository's containers may reach, in .airut/network-allowlist.yaml on its default branch. What no "
        + "entry allows is blocked."
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [
        .domains(\.domains), .urlPrefixes(\.urlPrefixes), .section("build", \.build),
    ]

    mutating func complete(_ scope: inout SectionScope) {
        let file = scope.decoding.file
        task = NetworkAllowlist(rules: domains + urlPrefixes.map(\.rule), file: file)
        if scope.isWritten("build") {
            imageBuild = NetworkAllowlist(rules: build.domains + build.urlPrefixes.map(\.rule), file: file)
        }
    }

    /// - Parameters:
    ///   - file: the name problems are reported under, and rules are placed in.
    ///   - givesAdvice: whether to warn about what is legal but unwise, too.
    public static func parse(bytes: [UInt8], file: String, givesAdvice: Bool = false) -> Loaded<AllowlistFile> {
        var decoding = Decoding(file: file, environment: [:])
        decoding.allowsReferences = false
        decoding.givesAdvice = givesAdvice
        var allowlist = AllowlistFile()
        decoding.read(bytes, into: &allowlist)
        var loaded = Loaded(value: allowlist, problems: decoding.problems.map(withHint))
        loaded.source = SourceText(file: file, bytes: bytes)
        return loaded
    }

    /// To YAML, a star begins an alias.
    private static func withHint(_ problem: Problem) -> Problem {
        guard problem.sentence.contains("alias") else { return problem }
        var problem = problem
        problem.sentence += "; a pattern that begins with * stands in quotes"
        return problem
    }
}
