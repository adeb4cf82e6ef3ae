import AirutMail
public import AirutModel
import AirutStore
import Logging

extension RepositoryWorker {
    /// Ends a task that runs, or is about to: its container is gone within seconds, its work is published and reported.
    ///
    /// - Returns: `false` when it does not run here, or has just come to its end by itself.
    public func stop(_ task: TaskID) async -> Bool {
        guard running.stop(task, by: .administrator) else { return false }
        do {
            // So that it does not come back when the server is killed before it has reported it.
            try await store.recordStop(of: task, by: .administrator)
        } catch {
            logger.error("cannot record a stop", metadata: ["task": "\(task)", "reason": "\(error)"])
        }
        return true
    }

    /// Takes a task that waits out of the queue, also one that waits for an allowance. Its senders are told.
    ///
    /// - Returns: `false` when it does not wait.
    public func withdraw(_ task: TaskID) async throws -> Bool {
        let effect = try await store.withdraw(task) { [writer] run in
            writer.mail(.withdrawn(task, by: .administrator), kind: .reply, for: MailWriter.Occasion(run))
        }
        loops.queue.wakeup.signal()
        loops.outgoing.wakeup.signal()
        return effect != nil
    }
}
