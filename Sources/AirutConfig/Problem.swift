/// One thing in a configuration file that is wrong, or doubtful, and what to write instead.
public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Severity: String, Sendable {
        /// The file cannot be used.
        case error
        case warning
    }

    public var severity: Severity
    public var file: String
    /// From 1; 0 when the file as a whole is meant.
    public var line: Int
    /// From 1, in characters.
    public var column: Int
    /// The setting's path, `repos.web.email.imap.port`; empty at the top.
    public var path: String
    public var sentence: String
    /// Whether what stands at that place may be a secret, so that it must not be shown.
    var hidesText = false

    public init(
        _ severity: Severity, file: String, line: Int = 0, column: Int = 0, path: String = "", sentence: String
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.sentence = sentence
    }

    /// `airut.yaml:12:9: repos.web.email.imap.port: should be …`, as editors and terminals link it.
    public var description: String {
        let place = line > 0 ? "\(file):\(line):\(column)" : file
        let mark = severity == .warning ? "warning: " : ""
        return "\(place): \(mark)\(path.isEmpty ? "" : path + ": ")\(sentence)"
    }
}
