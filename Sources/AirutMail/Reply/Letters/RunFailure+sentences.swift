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
                + "operator for more space."
        case .stopped: "The run was stopped by an operator. \(Self.resume)"
        case .usageLimit(let moment):
            "The agent has used up its allowance\(moment.map { " until \(Self.text($0))" } ?? ""). Reply to this mail "
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
        case .serverFault:
            "Something went wrong on the server. Reply to this mail to try again; if that does not help, ask the "
                + "operator, and name the task below."
        }
    }

    private static let resume = "What was done so far is kept: reply to this mail to go on."

    private static func text(_ date: Date) -> String {
        UTCTime(secondsSince1970: Int(date.timeIntervalSince1970)).mailDate.replacing(" +0000", with: " UTC")
    }
}
