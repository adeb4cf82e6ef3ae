import AirutModel
import FoundationEssentials

extension RunFailure {
    /// What happened, and what to do about it.
    var sentences: String {
        switch self {
        case .timedOut(let limit):
            "The run was stopped because it took longer than \(Amount.text(limit)). \(Self.resume)"
        case .stalled(let limit):
            "The run was stopped because the agent gave no sign of life for \(Amount.text(limit)). \(Self.resume)"
        case .outOfMemory:
            "The run was stopped because it needed more memory than it may have. Ask for smaller steps, or ask the "
                + "operator for more memory. \(Self.resume)"
        case .diskFull:
            "The run was stopped because it needed more disk space than it may have. Ask for smaller steps, or ask the "
                + "operator for more space. \(Self.resume)"
        case .serverDiskFull:
            "The run was stopped because the server's disk is nearly full, and its operator must make room first. "
                + Self.resume
        case .stopped(let stopper): "The run was stopped by \(stopper.markdown). \(Self.resume)"
        case .withdrawn(let stopper):
            "This was stopped by \(stopper.markdown) before I had begun with it: nothing was done. Reply to this mail if it is to "
                + "be done after all."
        case .interrupted:
            "The server was restarted, or something on it ended my work, while I was at your message: the run was interrupted. "
                + Self.resume
        case .usageLimit(let moment):
            "The agent has used up its allowance\(moment.map { " until \(Amount.text($0))" } ?? ""). Reply to this mail "
                + "\(moment == nil ? "later" : "after that") to go on."
        case .serviceUnavailable:
            "The model's service could not be reached, or was too busy, also after several tries. Reply to this mail "
                + "later to go on."
        case .unauthenticated: "The agent could not log in to its service. The operator must renew its credentials."
        case .conversationTooLong:
            "This conversation has become too long for the model. Write a new mail, not a reply, and say in it what is "
                + "still to be done."
        case .repositoryUnavailable:
            "The repository could not be read. Reply to this mail later to try again; if that does not help, ask the "
                + "operator."
        case .repositorySetup(let sentence): "The repository is not ready for me: \(sentence)"
        case .agentFailed: "The agent ended with an error. Reply to this mail to try again."
        case .noNetwork:
            "The sandbox's network could not be made on the server, and without it nothing is run. Its operator must look "
                + "into that, and can be told the task below; reply to this mail afterwards to try again."
        case .networkLost:
            "The run was stopped because the sandbox's network broke down on the server. \(Self.resume) If that does not help, "
                + "ask the operator, and name the task below."
        case .serverFault:
            "Something went wrong on the server. Reply to this mail to try again; if that does not help, ask the "
                + "operator, and name the task below."
        }
    }

    private static let resume = "What was done so far is kept: reply to this mail to go on."
}
