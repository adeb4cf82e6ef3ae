public import AirutModel
public import FoundationEssentials
import GRDB

/// One line of a run's log.
public struct EventRecord: Sendable, Hashable {
    /// Counts up from 1 within the task and log.
    public let sequence: Int
    public let at: Date
    /// As the agent or the proxy wrote it, without its line end.
    public let line: Data
}

extension Store {
    /// Adds lines to a task's log in their order. Hand over several at once where they come fast: each call is one
    /// write to disk.
    public func append(
        _ lines: [Data], to task: TaskID, in log: RunLog = .events, at now: Date = Date()
    ) async throws {
        guard !lines.isEmpty else { return }
        try await write("log \(log) of task \(task)") { database in
            let last =
                try Int.fetchOne(
                    database, sql: "SELECT max(seq) FROM \(log.table) WHERE task = ?", arguments: [task.column]) ?? 0
            let insert = try database.cachedStatement(
                sql: "INSERT INTO \(log.table) (task, seq, at, line) VALUES (?, ?, ?, ?)")
            for (offset, line) in lines.enumerated() {
                try insert.execute(arguments: [task.column, last + 1 + offset, now.column, line])
            }
            try Self.count(lines.reduce(0) { $0 + $1.count }, in: log, of: task, database)
            // SQLite tells nobody of changes in a table without row ids.
            try database.notifyChanges(in: Table(log.table))
        }
    }

    /// A task's log after a sequence number, in order.
    public func events(of task: TaskID, after sequence: Int = 0, limit: Int = .max) async throws -> [EventRecord] {
        try await lines(.events, of: task, after: sequence, limit: limit)
    }

    /// One of a task's logs after a sequence number, in order.
    ///
    /// - Parameter part: only lines in which these bytes occur; any, when it is empty.
    public func lines(
        _ log: RunLog, of task: TaskID, after sequence: Int = 0, containing part: String = "", limit: Int = .max
    ) async throws -> [EventRecord] {
        try await read("read \(log) of task \(task)") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT seq, at, line FROM \(log.table) WHERE task = ?1 AND seq > ?2
                    AND (?3 = '' OR instr(line, CAST(?3 AS BLOB)) > 0) ORDER BY seq LIMIT ?4
                    """,
                arguments: [task.column, sequence, part, limit]
            ).map { EventRecord(sequence: try $0.value("seq"), at: try $0.time("at"), line: try $0.value("line")) }
        }
    }
}
