import AirutMail
import AirutModel
import AirutStore
import FoundationEssentials
import Logging

extension TaskRunner {
    /// A stage failed: the run goes back to the queue for a while, or is answered.
    func recover(_ run: Run, _ stop: RunStop, from error: any Error) async {
        // First: whoever has made room meanwhile would have the disk's failure taken for another.
        let shortage = await diskShortage()
        logger.error("a run failed", metadata: ["task": "\(run.task.id)", "reason": "\(error)"])
        // As it is now: its workspace may have been made meanwhile. What cannot be read may have begun.
        let current = try? await store.runningTask(run.task.id)
        let run = current ?? run
        let hasStarted = current.map { $0.task.startedAt != nil } ?? true
        let hasWork = hasStarted || run.task.hasBegun
        let failure = Self.failure(from: error, hasStarted: hasStarted, shortage: shortage)
        // From here on a stop finds the run in the store, not in our hands.
        if let stopper = stop.close() { return await end(run, stoppedBy: stopper, hasWork: hasWork) }
        let mayTryAgain = run.task.preparationFailures + 1 < policy.mostPreparations
        switch failure.remedy {
        case .tryAgainLater: await postpone(run, failure, hasWork: hasWork)
        case .tryAgain where mayTryAgain, .tryAgainUnlessBegun where mayTryAgain && !hasStarted:
            await postpone(run, failure, hasWork: hasWork)
        case .tryAgain, .tryAgainUnlessBegun, .answer: await answer(run, failure, hasWork: hasWork)
        }
    }

    /// On a full disk everything fails, each in its own words: then it is tried again once there is room.
    private static func failure(from error: any Error, hasStarted: Bool, shortage: String?) -> StageFailure {
        let known = error as? StageFailure
        if let known, known.remedy == .tryAgainLater { return known }
        if !hasStarted, let shortage {
            return StageFailure(remedy: .tryAgain, failure: .serverDiskFull, detail: "\(error); \(shortage)")
        }
        return known ?? StageFailure(remedy: .tryAgainUnlessBegun, failure: .serverFault, detail: "\(error)")
    }

    private func answer(_ run: Run, _ failure: StageFailure, hasWork: Bool) async {
        if hasWork {
            await publishAndReport(run, failure.failure, TaskResult(outcome: TaskResult.failed, detail: failure.detail))
        } else {
            await reporter.report(run, failure)
        }
    }

    private func postpone(_ run: Run, _ failure: StageFailure, hasWork: Bool) async {
        let date = policy.preparationRetry(of: run.task, at: clock.now)
        var isWaiting = false
        let isRecorded = await Persistence(logger: logger).retry {
            isWaiting = try await store.requeue(
                run.task.id, notBefore: date, detail: failure.detail, isFailure: failure.remedy != .tryAgainLater,
                at: clock.now)
        }
        guard isRecorded, !isWaiting else { return }
        let stopper = (try? await store.task(run.task.id))?.stoppedBy ?? .administrator
        await end(run, stoppedBy: stopper, hasWork: hasWork)
    }
}
