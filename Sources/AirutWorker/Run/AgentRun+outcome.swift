import AirutConfig
import AirutAgent
import AirutMail
import AirutModel
import AirutSandbox
import AirutStore

extension AgentRun {
    /// Why there is no result; `nil` for a success. What stopped the container explains more than what the agent said last.
    var failure: RunFailure? {
        if let stopper { return .stopped(by: stopper) }
        return switch exit.cause {
        case .timedOut: .timedOut(after: prepared.limits.timeout)
        case .stalled: .stalled(after: prepared.limits.stallTimeout)
        case .outOfMemory: .outOfMemory
        case .diskFull: .diskFull
        case .hostDiskFull: .serverDiskFull
        case .lineTooLong, .outputTooLong: .agentFailed(words: "The agent wrote more than this server takes.")
        case .stopped: .stopped(by: .administrator)
        case .exited, .killed: agentFailure
        }
    }

    private var agentFailure: RunFailure? {
        switch result.outcome {
        case .success: nil
        case .usageLimit(let moment): .usageLimit(resetsAt: moment)
        case .rateLimited, .overloaded, .network: .serviceUnavailable
        case .unauthenticated, .billing, .modelUnavailable: .unauthenticated
        case .promptTooLong, .sessionLost: .conversationTooLong
        case .failed(let words): .agentFailed(words: words)
        case .noResult: .agentFailed(words: String(decoding: exit.errorTail, as: UTF8.self))
        }
    }

    var taskResult: TaskResult {
        TaskResult(
            outcome: failure == nil ? TaskResult.success : outcomeName, replyText: result.answer,
            costUSD: spent.costUSD,
            duration: spent.duration, turns: spent.turns,
            detail: failure == nil ? nil : String(decoding: exit.errorTail.suffix(2000), as: UTF8.self))
    }

    /// What its sender should know besides, each a sentence.
    var notes: [String] { prepared.run.task.pauses + prepared.notes }

    /// What is to be done now; `nil` when there is no success to be told.
    var conclusion: Conclusion? {
        guard failure == nil else { return nil }
        return Conclusion(result: taskResult, notes: notes, lastPushed: prepared.run.conversation.lastPushed)
    }

    /// Whether it ended by itself, so that what the agent reported is why.
    var hasReportedItself: Bool { exit.cause == .exited && stopper == nil }

    private var outcomeName: String {
        if stopper != nil { return TaskResult.stopped }
        return switch exit.cause {
        case .exited: result.outcome.name
        case .timedOut: "timed-out"
        case .stalled: "stalled"
        case .outOfMemory: "out-of-memory"
        case .diskFull: "disk-full"
        case .hostDiskFull: "host-disk-full"
        case .lineTooLong, .outputTooLong: "too-much-output"
        case .stopped: TaskResult.stopped
        case .killed: "killed"
        }
    }
}

extension AgentResult {
    /// The answer, cut where nobody reads on and a mail server would refuse it.
    var answer: String? { replyText.map { String($0.prefix(Self.longestAnswer)) } }

    private static let longestAnswer = 1_000_000
}
