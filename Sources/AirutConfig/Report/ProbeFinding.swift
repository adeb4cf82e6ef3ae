/// What trying something out showed, a clause without a period.
public struct ProbeFinding: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable {
        case ok
        /// It works, but not well.
        case warning
        /// It does not work.
        case error
    }

    public let severity: Severity
    public let sentence: String

    public static func ok(_ sentence: String) -> Self { Self(severity: .ok, sentence: sentence) }
    public static func warning(_ sentence: String) -> Self { Self(severity: .warning, sentence: sentence) }
    public static func error(_ sentence: String) -> Self { Self(severity: .error, sentence: sentence) }
}
