import AirutYAML

extension ServerConfiguration {
    static var mostBytes: Int { YAMLLimits().bytes }

    /// Reads the file at `path`, and the `.env` beside it.
    ///
    /// - Parameters:
    ///   - environment: of the process; it wins over `.env`.
    ///   - givesAdvice: whether to warn about what is legal but unwise, too.
    /// - Returns: every problem of the file, among them warnings about named files that are not there.
    public static func load(path: String, environment: [String: String], givesAdvice: Bool = false)
        -> Loaded<ServerConfiguration>
    {
        let bytes: [UInt8]
        do {
            bytes = try TextFile.read(path, maximumBytes: mostBytes)
        } catch {
            return Loaded(value: nil, problems: [Problem(.error, file: path, sentence: error.description)])
        }
        let beside = EnvironmentFile.load(path: TextFile.sibling(of: path, named: ".env"))
        var decoding = Decoding(
            file: path, environment: (beside.value ?? [:]).merging(environment) { _, process in process })
        decoding.givesAdvice = givesAdvice
        var loaded = decode(bytes, &decoding) { $0.checkNamedFiles() }
        loaded.problems += beside.problems
        // What a `.env` says that cannot be read would be taken for unset.
        if !beside.errors.isEmpty { loaded.value = nil }
        return loaded
    }

    /// Reads a configuration from memory. Files it names are not looked for.
    ///
    /// - Parameter file: the name problems are reported under; relative paths are seen from its folder.
    public static func parse(
        text: String, file: String, environment: [String: String], givesAdvice: Bool = false
    ) -> Loaded<ServerConfiguration> {
        var decoding = Decoding(file: file, environment: environment)
        decoding.givesAdvice = givesAdvice
        return decode(Array(text.utf8), &decoding)
    }

    /// Whatever else is wrong; `nil` when the bytes are no YAML.
    static func stateDirectory(in bytes: [UInt8], _ file: String, _ environment: [String: String]) -> String? {
        var configuration = ServerConfiguration()
        var decoding = Decoding(file: file, environment: environment)
        decoding.read(bytes, into: &configuration, migrates: true)
        return configuration.stateDirectory.isEmpty ? nil : configuration.stateDirectory
    }

    private static func decode(
        _ bytes: [UInt8], _ decoding: inout Decoding, afterwards: (inout Decoding) -> Void = { _ in }
    ) -> Loaded<ServerConfiguration> {
        var configuration = ServerConfiguration()
        decoding.read(bytes, into: &configuration, migrates: true)
        afterwards(&decoding)
        var loaded = Loaded(value: configuration, problems: decoding.problems)
        loaded.source = SourceText(
            file: decoding.file, bytes: bytes,
            secrets: decoding.isParsed ? .these(decoding.literalSecrets) : .anywhere)
        return loaded
    }
}
