/// What a probe found out, a clause without a period.
public struct ProbeFinding: Sendable, Hashable, Codable {
    public enum Severity: String, Sendable, Hashable, Codable {
        case ok
        /// It works, but not well.
        case warning
        /// It does not work.
        case error
    }

    public let severity: Severity
    public let sentence: String

    static func ok(_ sentence: String) -> Self { Self(severity: .ok, sentence: sentence) }
    static func warning(_ sentence: String) -> Self { Self(severity: .warning, sentence: sentence) }
    static func error(_ sentence: String) -> Self { Self(severity: .error, sentence: sentence) }
}
