/// A `.env` file: `NAME=value` lines that fill in for environment variables.
enum EnvironmentFile {
    /// Its variables; empty when there is no such file.
    static func load(path: String) -> Loaded<[String: String]> {
        do {
            let bytes = try TextFile.read(path, maximumBytes: 1 << 20)
            var parser = EnvironmentParser(text: String(decoding: bytes, as: UTF8.self), file: path)
            if TextFile.isOpenToOthers(path) { parser.warn(line: 0, "can be read by other users: chmod 600") }
            return Loaded(value: parser.parse(), problems: parser.problems)
        } catch {
            let isMissing = error.status == 2
            let problem = Problem(.error, file: path, sentence: error.description)
            return Loaded(value: [:], problems: isMissing ? [] : [problem])
        }
    }
}
