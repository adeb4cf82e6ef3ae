/// The server's file where it lies, and the `.env` beside it: what is read at the start and again when it changes.
public struct ConfigurationFile: Sendable {
    public let path: String
    private let environment: [String: String]
    /// Of the moment this value was made, before anything was read.
    public let firstStamps: [FileStamp]

    /// - Parameter environment: of the process; it wins over `.env`.
    public init(path: String, environment: [String: String]) {
        self.path = path
        self.environment = environment
        firstStamps = Self.files(path).map(FileStamp.init)
    }

    /// The file and its `.env`, whether or not they are there.
    public var files: [String] { Self.files(path) }

    private static func files(_ path: String) -> [String] { [path, TextFile.sibling(of: path, named: ".env")] }

    public func load() -> Loaded<ServerConfiguration> {
        ServerConfiguration.load(path: path, environment: environment)
    }

    /// The state directory that the file names, also when something else in it is wrong: a running server must be found
    /// while somebody edits its file. Of a file that is no YAML, its line of that name counts.
    ///
    /// - Returns: where it is when nobody says otherwise, if the file cannot be read or does not name one.
    public var stateDirectory: String {
        let bytes = (try? TextFile.read(path, maximumBytes: ServerConfiguration.mostBytes)) ?? []
        let variables = EnvironmentFile.load(path: files[1]).value ?? [:]
        let environment = variables.merging(environment) { _, process in process }
        if let directory = ServerConfiguration.stateDirectory(in: bytes, path, environment) { return directory }
        let line = bytes.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: "state_directory:".utf8) }
        return line.flatMap { ServerConfiguration.stateDirectory(in: Array($0), path, environment) }
            ?? DefaultPaths.stateDirectory(environment)
    }
}
