public import AirutModel
import FoundationEssentials
import GRDB

extension Store {
    /// Sorts out what a crash or kill left running; call it before any task of the repository is taken.
    ///
    /// A run that was still being prepared goes back to the queue, and what it may have cost is counted: a server that ends
    /// in an orderly way leaves none. One whose agent may have begun stays as it is, for
    /// its work to be published and reported; so does one that somebody stopped. Killed again before that, the next start
    /// finds the same.
    ///
    /// - Returns: how many were put back and how many are to be reported.
    @discardableResult
    public func recover(_ repository: RepositoryID) async throws -> (requeued: Int, interrupted: Int) {
        (try await requeueUnstarted(repository), try await leftTasks(repository).count)
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
        try await write("put the unstarted tasks of \(repository) back into the queue", isOutcome: true) { database in
            let tasks = try TaskID.fetchAll(
                database,
                sql: """
                    SELECT id FROM task WHERE repository = ? AND state = 'running' AND started_at IS NULL
                        AND stopped_by IS NULL
                    """,
                arguments: [repository.column])
            for task in tasks {
                try database.execute(
                    sql: "UPDATE task SET server_deaths = server_deaths + 1 WHERE id = ?", arguments: [task.column])
                try Self.requeue(task, nil, nil, Date(), database)
            }
            return tasks.count
        }
    }
}
