import AirutYAML

extension ServerConfiguration {
    /// Reads the file at `path`, and the `.env` beside it.
    ///
    /// - Parameter environment: of the process; it wins over `.env`.
    /// - Returns: every problem of the file, among them warnings about named files that are not there.
    public static func load(path: String, environment: [String: String]) -> Loaded<ServerConfiguration> {
        let bytes: [UInt8]
        do {
            bytes = try TextFile.read(path, maximumBytes: YAMLLimits().bytes)
        } catch {
            return Loaded(value: nil, problems: [Problem(.error, file: path, sentence: error.description)])
        }
        let beside = EnvironmentFile.load(path: TextFile.sibling(of: path, named: ".env"))
        let variables = (beside.value ?? [:]).merging(environment) { _, process in process }
        let loaded = decode(bytes, file: path, environment: variables, checksFiles: true)
        return Loaded(value: loaded.value, problems: loaded.problems + beside.problems)
    }

    /// Reads a configuration from memory. Files it names are not looked for.
    ///
    /// - Parameter file: the name problems are reported under; relative paths are seen from its folder.
    public static func parse(text: String, file: String, environment: [String: String]) -> Loaded<ServerConfiguration> {
        decode(Array(text.utf8), file: file, environment: environment, checksFiles: false)
    }

    private static func decode(
        _ bytes: [UInt8], file: String, environment: [String: String], checksFiles: Bool
    ) -> Loaded<ServerConfiguration> {
        var decoding = Decoding(file: file, environment: environment)
        var configuration = ServerConfiguration()
        decoding.read(bytes, into: &configuration)
        if checksFiles { decoding.checkNamedFiles() }
        return Loaded(value: configuration, problems: decoding.problems)
    }
}
