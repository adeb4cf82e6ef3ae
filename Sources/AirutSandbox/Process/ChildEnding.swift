/// How a child process came to its end.
public enum ChildEnding: Hashable, Sendable {
    /// It ended by itself with that status.
    case exited(Int32)
    /// A signal that airut did not send killed it.
    case signaled(Int32)
    /// airut killed it because it reached its deadline.
    case timedOut
    /// airut killed it because it wrote nothing for its stall time.
    case stalled
    /// airut killed it because it wrote more than its limit.
    case outputTooLong
    /// airut killed it because its folders hold more than they may.
    case diskFull
    /// airut killed it because the machine's disk is nearly full.
    case hostDiskFull
    /// airut killed it because it wrote a line that is longer than its limit.
    case lineTooLong
    /// airut killed it through a ``ChildStop``.
    case stopped

    /// A clause for a sentence: "it ended with status 2".
    public var reason: String {
        switch self {
        case .exited(let status): "it ended with status \(status)"
        case .signaled(let signal): "it was killed by signal \(signal)"
        case .timedOut: "it took too long"
        case .stalled: "it showed no sign of life for too long"
        case .outputTooLong: "it wrote too much"
        case .hostDiskFull: "this machine's disk is nearly full"
        case .lineTooLong: "it wrote too long a line"
        case .diskFull: "it filled its disk space"
        case .stopped: "it was stopped"
        }
    }
}
