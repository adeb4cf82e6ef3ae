import AirutAgent
import AirutMail
import AirutModel
import AirutStore
import FoundationEssentials
import Logging
import ServiceLifecycle

/// What a run that begins has, so that others wait for theirs.
struct RunPlaces: Sendable {
    /// Given back once the mirror is fresh; `nil` when the run goes on with what was fetched before.
    let mirrorTurn: MirrorTurn?
    /// Given back once the agent has ended.
    let slot: LentSlot

    /// More than once does no harm.
    func giveBack() {
        mirrorTurn?.place.giveBack()
        slot.giveBack()
    }
}

/// Whoever has it fetches into the mirror, nobody else.
struct MirrorTurn: Sendable {
    let place: Slot
    /// How long the run waits for the fetch; `nil` when it needs it.
    let fetchLimit: Duration?
}

/// Takes one claimed run through its stages: prepare, run the agent, publish, answer; or, when the agent's service is
/// not to be had, let it wait.
struct TaskRunner: Sendable {
    let store: Store
    let preparation: Preparation
    let agent: AgentStage
    let pause: Pause
    let publisher: Publisher
    let reporter: Reporter
    let policy: RetryPolicy
    let clock: WallClock
    /// Why nothing may begin now, a sentence; `nil` when there is room on the disks.
    let diskShortage: @Sendable () async -> String?
    let logger: Logger

    /// Ends with the run answered or back in the queue; cancelled, it leaves it as it is for the next start to sort out.
    func run(_ run: Run, _ stop: RunStop, _ places: RunPlaces) async {
        do {
            guard run.task.serverDeaths < policy.mostServerDeaths else { throw Self.tooDeadly(run.task) }
            let prepared = try await stop.guarding {
                try await cancelWhenGracefulShutdown { try await preparation.prepare(run, places) }
            }
            // A run that would only be cut off is better begun by the next server.
            guard !Task.isShuttingDownGracefully else { return }
            guard let outcome = await pause.suspended(try await runAgent(prepared, stop), stop) else { return }
            stop.close()
            places.giveBack()
            // From here on there is an answer, whatever happens to its publication.
            async let isKept: Void = keep(outcome)
            let publication = try await publisher.publish(outcome.work)
            await isKept
            await reporter.report(outcome, publication)
        } catch let stopped as Stopped {
            places.giveBack()
            await end(run, stoppedBy: stopped.by, hasWork: run.task.hasBegun)
        } catch let error where error is CancellationError || Task.isCancelled {
            logger.warning("a run was stopped with the server", metadata: ["task": "\(run.task.id)"])
        } catch {
            guard await !ShutdownNotice.arrives() else {
                return logger.warning(
                    "a run ended with the server", metadata: ["task": "\(run.task.id)", "reason": "\(error)"])
            }
            places.giveBack()
            await recover(run, stop, from: error)
        }
    }

    private static func tooDeadly(_ task: TaskRecord) -> StageFailure {
        .answer(.serverFault, detail: "the server ended \(task.serverDeaths) times while it prepared the run")
    }

    /// Cut short now, the run is published and answered by the next start.
    private func keep(_ outcome: AgentRun) async {
        guard let conclusion = outcome.conclusion else { return }
        let task = outcome.prepared.run.task.id
        do {
            try await store.conclude(task, conclusion)
        } catch {
            logger.warning(
                "an answer would not outlive a crash", metadata: ["task": "\(task)", "reason": "\(error)"])
        }
    }

    /// A session that is lost, or has become too long, is replaced by a new one, once.
    private func runAgent(_ prepared: PreparedRun, _ stop: RunStop) async throws -> AgentRun {
        let first = try await agent.run(prepared, stop: stop)
        guard first.hasReportedItself, first.result.outcome.needsNewSession, prepared.run.conversation.sessionID != nil
        else { return first }
        logger.notice(
            "beginning a new session",
            metadata: ["task": "\(prepared.run.task.id)", "why": "\(first.result.outcome.name)"])
        return try await agent.run(preparation.withoutSession(prepared), stop: stop).adding(first.spent)
    }
}
