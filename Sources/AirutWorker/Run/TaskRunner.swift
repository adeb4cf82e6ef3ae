import AirutAgent
import AirutMail
import AirutModel
import AirutStore
import FoundationEssentials
import Logging

/// Takes one claimed run through its stages: prepare, run the agent, publish, answer.
struct TaskRunner: Sendable {
    let store: Store
    let preparation: Preparation
    let agent: AgentStage
    let publisher: Publisher
    let reporter: Reporter
    let logger: Logger

    /// Of preparing a run that fails for a reason nobody foresaw: about an hour.
    private static let mostAttempts = 10

    /// Ends with the run answered or back in the queue; cancelled, it leaves it as it is for the next start to sort out.
    func run(_ run: Run) async {
        do {
            let outcome = try await runAgent(try await preparation.prepare(run))
            // From here on there is an answer, whatever happens to its publication.
            await reporter.report(outcome, await publisher.publish(outcome))
        } catch let error where error is CancellationError || Task.isCancelled {
            logger.warning("a run was stopped with the server", metadata: ["task": "\(run.task.id)"])
        } catch {
            await recover(run, from: error)
        }
    }

    /// A session that is lost, or has become too long, is replaced by a new one, once.
    private func runAgent(_ prepared: PreparedRun) async throws -> AgentRun {
        let outcome = try await agent.run(prepared)
        guard outcome.result.outcome.needsNewSession, prepared.run.conversation.sessionID != nil else { return outcome }
        logger.notice(
            "beginning a new session",
            metadata: ["task": "\(prepared.run.task.id)", "why": "\(outcome.result.outcome.name)"])
        let earlier = try await store.tasks(of: prepared.run.conversation.id).last { $0.outcome == TaskResult.success }
        return try await agent.run(prepared.withoutSession(lastReply: earlier?.replyText))
    }

    private func recover(_ run: Run, from error: any Error) async {
        logger.error("a run failed", metadata: ["task": "\(run.task.id)", "reason": "\(error)"])
        let failure: StageFailure
        if let known = error as? StageFailure {
            failure = known
        } else {
            failure = StageFailure(
                remedy: await mayStillRun(run) ? .tryAgain : .answer, failure: .serverFault, detail: "\(error)")
        }
        switch failure.remedy {
        case .tryAgainLater: await postpone(run, failure)
        case .tryAgain where run.task.attempts < Self.mostAttempts: await postpone(run, failure)
        case .tryAgain, .answer: await reporter.report(run, failure)
        }
    }

    /// Whether the agent has certainly not begun, so that what failed can be tried again unnoticed.
    private func mayStillRun(_ run: Run) async -> Bool {
        guard let current = try? await store.task(run.task.id) else { return false }
        return current.startedAt == nil
    }

    private func postpone(_ run: Run, _ failure: StageFailure) async {
        var backOff = BackOff(from: .seconds(15), to: .seconds(900), afterFailures: run.task.attempts - 1)
        let date = Date(timeIntervalSinceNow: backOff.delay() / .seconds(1))
        await Persistence(logger: logger).retry {
            try await store.requeue(run.task.id, notBefore: date, detail: failure.detail)
        }
    }
}
