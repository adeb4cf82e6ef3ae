import AirutAgent
import AirutMail
import AirutModel
import AirutStore
import FoundationEssentials
import Logging

/// Lets a run wait whose agent was cut off by its service: the run goes back to the queue, gives up its slot, and goes on
/// in its session.
struct Pause: Sendable {
    let store: Store
    let writer: MailWriter
    let composed: Wakeup
    let policy: RetryPolicy
    let clock: WallClock
    let logger: Logger

    /// - Returns: whether the run waits now; the same run, with who stopped it if that came in between, otherwise.
    func suspended(_ outcome: AgentRun, _ stop: RunStop) async -> AgentRun? {
        guard outcome.hasReportedItself, let suspension = suspension(of: outcome) else { return outcome }
        var outcome = outcome
        // From here on a stop finds the run in the store, not in our hands.
        outcome.stopper = stop.close()
        guard outcome.stopper == nil else { return outcome }
        var isWaiting = false
        let isRecorded = await Persistence(logger: logger).retry { [session = outcome.result.sessionToResume] in
            isWaiting = try await store.suspend(outcome.prepared.run.task.id, suspension, at: clock.now) {
                $0.sessionID = session
            }
        }
        guard isRecorded, !isWaiting else {
            logger.notice("a run waits", metadata: metadata(outcome, suspension))
            composed.signal()
            return nil
        }
        outcome.stopper = (try? await store.task(outcome.prepared.run.task.id))?.stoppedBy ?? .administrator
        return outcome
    }

    private func suspension(of outcome: AgentRun) -> Suspension? {
        let task = outcome.prepared.run.task
        switch policy.decision(on: outcome.result.outcome, of: task, at: clock.now) {
        case .answer: return nil
        case .retry(let date):
            return Suspension(cause: .serviceFailure, notBefore: date, result: outcome.taskResult)
        case .awaitAllowance(let date):
            return Suspension(
                cause: .usageLimit, notBefore: date, result: outcome.taskResult,
                // Told once; the answer will come without further ado.
                notice: task.limitedSince == nil ? notice(outcome, until: date) : nil)
        }
    }

    private func notice(_ outcome: AgentRun, until date: Date) -> NewOutgoing {
        var isKnown = false
        if case .usageLimit(let reset?) = outcome.result.outcome { isKnown = reset > clock.now }
        let letter = Letter.awaitingAllowance(
            until: date, isKnown: isKnown, task: outcome.prepared.run.task.id)
        return writer.mail(letter, kind: .notice, for: MailWriter.Occasion(outcome.prepared.run))
    }

    private func metadata(_ outcome: AgentRun, _ suspension: Suspension) -> Logger.Metadata {
        [
            "task": "\(outcome.prepared.run.task.id)", "why": "\(outcome.result.outcome.name)",
            "until": "\(suspension.notBefore)",
        ]
    }
}
