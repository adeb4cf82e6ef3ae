public import AirutModel
public import FoundationEssentials

/// Why a run brought no result, as its requester must know it. Details for the operator stand in the log, not here.
public enum RunFailure: Sendable, Hashable {
    case timedOut(after: Duration)
    /// No sign of life from the agent for that long.
    case stalled(after: Duration)
    case outOfMemory
    case diskFull
    /// The server's own disk is nearly full, whoever filled it.
    case serverDiskFull
    case stopped(by: Stopper)
    /// Somebody stopped it before it had begun.
    case withdrawn(by: Stopper)
    /// The server went down while it was under way, or something on it killed its container.
    case interrupted
    /// The agent's account has no more usage until that moment.
    case usageLimit(resetsAt: Date?)
    /// The model's service did not answer, after several tries.
    case serviceUnavailable
    /// The agent could not log in to its service.
    case unauthenticated
    /// The conversation has become too long for the model.
    case conversationTooLong
    /// The repository could not be read.
    case repositoryUnavailable
    /// `.airut/` is missing something or has a mistake; a sentence about the repository's own files.
    case repositorySetup(String)
    /// The agent ended with an error of its own; its words, hostile as far as we know.
    case agentFailed(words: String)
    /// The sandbox's network could not be made, so that nothing was run.
    case noNetwork
    /// The sandbox's network broke down during the run.
    case networkLost
    /// Nothing the requester can do anything about.
    case serverFault
}
