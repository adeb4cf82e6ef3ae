import AirutMail

/// Why a run cannot go on, for two readers: the sender of the mail and the operator.
struct StageFailure: Error, CustomStringConvertible {
    enum Remedy: Sendable {
        /// A remote that does not answer, before the agent ran: the run stays in the queue as long as that lasts.
        case tryAgainLater
        /// Before the agent ran, for a reason that may be lasting: tried again a few times, then answered.
        case tryAgain
        /// As ``tryAgain``, unless the agent may have acted: then as ``answer``.
        case tryAgainUnlessBegun
        /// Only a person can help: answer the mail.
        case answer
    }

    let remedy: Remedy
    /// For the mail: no paths, settings or secrets of the server.
    let failure: RunFailure
    /// For the log and the task's record.
    let detail: String

    var description: String { detail }

    static func answer(_ failure: RunFailure, detail: String) -> Self {
        Self(remedy: .answer, failure: failure, detail: detail)
    }
}
