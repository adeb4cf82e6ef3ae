public import AirutModel
import FoundationEssentials
import GRDB

extension Store {
    /// Sorts out what a crash or kill left running; call it before any task of the repository is taken.
    ///
    /// A run that was still being prepared goes back to the queue. One whose agent may have begun is ended as
    /// interrupted, with the reply that `makeReply` composes; if that fails, or we are killed again, the next call
    /// does it.
    ///
    /// - Returns: how many were put back and how many were interrupted.
    @discardableResult
    public func recover(
        _ repository: RepositoryID, makeReply: @Sendable (Run) async throws -> NewOutgoing
    ) async throws -> (requeued: Int, interrupted: Int) {
        let requeued = try await requeueUnstarted(repository)
        let interrupted = try await runningTasks(repository)
        for run in interrupted {
            let reply = try await makeReply(run)
            let result = TaskResult(outcome: "interrupted", detail: "airut stopped while the agent was running")
            try await finish(run.task.id, result, state: .interrupted, reply: reply)
        }
        return (requeued, interrupted.count)
    }

    /// What runs, or ran when a previous server was killed.
    public func runningTasks(_ repository: RepositoryID) async throws -> [Run] {
        try await read("list the running tasks of \(repository)") { database in
            try TaskID.fetchAll(
                database, sql: "SELECT id FROM task WHERE repository = ? AND state = 'running' ORDER BY position",
                arguments: [repository.column]
            ).map { try Self.run(of: $0, database) }
        }
    }

    private func requeueUnstarted(_ repository: RepositoryID) async throws -> Int {
        try await write("put the unstarted tasks of \(repository) back into the queue") { database in
            let tasks = try TaskID.fetchAll(
                database,
                sql: "SELECT id FROM task WHERE repository = ? AND state = 'running' AND started_at IS NULL",
                arguments: [repository.column])
            for task in tasks { try Self.requeue(task, nil, nil, database) }
            return tasks.count
        }
    }
}
