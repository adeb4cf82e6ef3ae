import AirutYAML

extension AllowlistFile {
    /// Reads an allowlist from disk, to look at it before it is pushed.
    public static func load(path: String) -> Loaded<AllowlistFile> {
        do {
            return parse(bytes: try TextFile.read(path, maximumBytes: YAMLLimits().bytes), file: path)
        } catch {
            return Loaded(value: nil, problems: [Problem(.error, file: path, sentence: error.description)])
        }
    }
}
