import AirutMail
import AirutModel
import AirutSandbox
import AirutStore
import Logging

extension TaskRunner {
    /// Publishes and reports what a run left that nobody has in hand: a previous server's, or one that was stopped
    /// while it waited. Repeated after a crash, it changes nothing more.
    func settleLeftover(_ run: Run) async {
        if let conclusion = run.task.conclusion {
            // Whoever stopped it came too late, and was told that.
            await publishAndReport(run, nil, conclusion.result, notes: conclusion.notes)
        } else if let stopper = run.task.stoppedBy {
            await end(run, stoppedBy: stopper, hasWork: run.task.mayHaveActed)
        } else {
            let detail = "airut, or the container, was killed while the agent was running"
            await publishAndReport(run, .interrupted, TaskResult(outcome: TaskResult.interrupted, detail: detail))
        }
    }

    /// Somebody stopped it.
    ///
    /// - Parameter hasWork: an agent may have done something, now or before the run was cut off.
    func end(_ run: Run, stoppedBy stopper: Stopper, hasWork: Bool) async {
        if hasWork {
            await publishAndReport(run, .stopped(by: stopper), TaskResult(outcome: TaskResult.stopped))
        } else {
            await reporter.report(run, withdrawnBy: stopper)
        }
    }

    /// Ends a run with what it left in its workspace.
    ///
    /// - Parameter failure: `nil` for a success.
    func publishAndReport(
        _ run: Run, _ failure: RunFailure?, _ result: TaskResult, notes: [String] = []
    ) async {
        // Its workspace and branch may have come about since the run was claimed.
        let conversation = (try? await store.conversation(run.conversation.id)) ?? run.conversation
        let work = Work(
            run: run.updated(conversation), directory: preparation.directory(of: run), summary: result.replyText,
            isFinished: failure == nil,
            isPushed: run.task.conclusion.map { $0.lastPushed != conversation.lastPushed } ?? false)
        // Cut short by the server's end, not by what it would say: the next start does it all again.
        guard let publication = try? await publishWhenGone(work), !Task.isCancelled else { return }
        await reporter.report(work, publication, failure, result, notes: notes)
    }

    /// A workspace is touched only when no container can write to it any more.
    private func publishWhenGone(_ work: Work) async throws -> Publication {
        let task = work.run.task.id
        do {
            try await agent.sandbox.ensureGone(task)
        } catch {
            logger.error("a container cannot be removed", metadata: ["task": "\(task)", "reason": "\(error)"])
            return Publication(notes: [
                "Nothing was pushed: something on the server is in the way. The work is kept; reply to go on."
            ])
        }
        return try await publisher.publish(work)
    }
}
