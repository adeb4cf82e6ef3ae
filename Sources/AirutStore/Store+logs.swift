public import AirutModel
public import FoundationEssentials
import GRDB

extension Store {
    /// Forgets logs of runs that ended: those that are too old, and of the rest the oldest until all of the repository's
    /// take no more than so many bytes. What came of the runs stays.
    ///
    /// - Returns: how many logs went.
    @discardableResult
    public func pruneLogs(
        _ repository: RepositoryID, endedBefore limit: Date, keepingBytes mostBytes: Int
    ) async throws -> Int {
        let logs = try await endedLogs(repository)
        var total = logs.reduce(0) { $0 + $1.bytes }
        var pruned = 0
        for log in logs where log.endedAt < limit || total > mostBytes {
            try await remove(log)
            total -= log.bytes
            pruned += 1
        }
        return pruned
    }

    /// Adds to what a run's log is known to take; within the transaction that adds to the log.
    static func count(_ bytes: Int, in log: RunLog, of task: TaskID, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO log_size (task, log, bytes) VALUES (?, ?, ?)
                ON CONFLICT (task, log) DO UPDATE SET bytes = bytes + excluded.bytes
                """, arguments: [task.column, log.rawValue, bytes])
    }

    /// Oldest first.
    private func endedLogs(_ repository: RepositoryID) async throws -> [EndedLog] {
        try await read("list the logs of \(repository)") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT task, log, bytes, ended_at FROM log_size JOIN task ON task.id = log_size.task
                    WHERE repository = ? AND ended_at IS NOT NULL ORDER BY ended_at, position
                    """, arguments: [repository.column]
            ).compactMap { row in
                guard let log = RunLog(rawValue: try row.value("log")) else { return nil }
                return EndedLog(
                    task: try row.value("task"), log: log, bytes: try row.value("bytes"),
                    endedAt: try row.time("ended_at")
                )
            }
        }
    }

    /// Piece by piece: one transaction for all of it would need a journal as large.
    private func remove(_ log: EndedLog) async throws {
        var isLeft = true
        while isLeft {
            isLeft = try await write("forget a log of task \(log.task)", isOutcome: true) { database in
                try database.execute(
                    sql: """
                        DELETE FROM \(log.log.table) WHERE task = ?1 AND seq IN
                            (SELECT seq FROM \(log.log.table) WHERE task = ?1 ORDER BY seq LIMIT \(Self.linesAtOnce))
                        """, arguments: [log.task.column])
                guard database.changesCount < Self.linesAtOnce else { return true }
                try database.execute(
                    sql: "DELETE FROM log_size WHERE task = ? AND log = ?",
                    arguments: [log.task.column, log.log.rawValue])
                return false
            }
        }
    }

    private static let linesAtOnce = 1000
}

/// What a run that ended left in one of its logs.
private struct EndedLog: Sendable {
    let task: TaskID
    let log: RunLog
    let bytes: Int
    let endedAt: Date
}
