/// What a repository's `.airut/` says, looked at as a task would, before there is one.
public struct RepositoryCheck: Sendable {
    /// A file of the repository.
    public struct File: Sendable {
        /// From the repository's root.
        public let path: String
        public let bytes: [UInt8]

        public init(path: String, bytes: [UInt8]) { (self.path, self.bytes) = (path, bytes) }
    }

    public internal(set) var problems: [Problem] = []
    public private(set) var sources: [SourceText] = []
    private(set) var configuration: RepositoryConfiguration?
    private(set) var allowlist: AllowlistFile?
    /// Of the Dockerfile, in its order.
    private(set) var baseImages: [String] = []
    let dockerfilePath: String
    private let place: String

    /// - Parameters:
    ///   - settings: what the server says about this repository, when that is known.
    ///   - place: what stands before the paths in problems: `checkout/`, or nothing.
    ///   - read: a file by its path from the repository's root; `nil` when there is none.
    public init(settings: RepositorySettings? = nil, place: String = "", read: (String) -> [UInt8]?) {
        self.place = place
        dockerfilePath = (settings ?? RepositorySettings()).containerPath + "/Dockerfile"
        readConfiguration(read(RepositoryConfiguration.path), settings)
        readAllowlist(read(AllowlistFile.path))
        readDockerfile(read(dockerfilePath))
    }

    private mutating func readConfiguration(_ bytes: [UInt8]?, _ server: RepositorySettings?) {
        guard let bytes else { return configuration = RepositoryConfiguration() }
        let file = place + RepositoryConfiguration.path
        let loaded = RepositoryConfiguration.parse(
            bytes: bytes, file: file, givesAdvice: true, server: server)
        take(loaded) { $0.configuration = $1 }
    }

    private mutating func readAllowlist(_ bytes: [UInt8]?) {
        let file = place + AllowlistFile.path
        guard let bytes else {
            return miss(file, "is missing, so the container may reach nothing, not even Claude: add api.anthropic.com")
        }
        take(AllowlistFile.parse(bytes: bytes, file: file, givesAdvice: true)) { $0.allowlist = $1 }
    }

    private mutating func readDockerfile(_ bytes: [UInt8]?) {
        let file = place + dockerfilePath
        guard let bytes else { return miss(file, "is missing, so there is no environment to work in") }
        sources.append(SourceText(file: file, bytes: bytes))
        let images = BaseImage.all(in: bytes)
        baseImages = images.map(\.name)
        if images.isEmpty { miss(file, "has no FROM, so there is nothing to begin with") }
        problems += images.compactMap { $0.problem(in: file) }
    }

    private mutating func take<Value>(_ loaded: Loaded<Value>, _ store: (inout Self, Value?) -> Void) {
        problems += loaded.problems
        sources += [loaded.source].compactMap(\.self)
        store(&self, loaded.value)
    }

    private mutating func miss(_ file: String, _ sentence: String) {
        problems.append(Problem(.error, file: file, sentence: sentence))
    }
}
