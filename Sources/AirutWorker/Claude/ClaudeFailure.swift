import AirutMail

/// Why there is no Claude Code to run.
struct ClaudeFailure: Error, CustomStringConvertible {
    /// Waiting may help: the vendor cannot be reached, or sends something broken.
    let isPassing: Bool
    /// A verb phrase: "download Claude Code 2.1.330".
    let action: String
    /// Without a trailing period.
    let reason: String

    var description: String { "cannot \(action): \(reason)" }

    /// A program that cannot run is the operator's business; the sender waits, or is told that it is the server's fault.
    var stageFailure: StageFailure {
        StageFailure(remedy: isPassing ? .tryAgainLater : .answer, failure: .serverFault, detail: description)
    }
}
