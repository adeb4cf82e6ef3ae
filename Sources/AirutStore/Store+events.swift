public import AirutModel
public import FoundationEssentials
import GRDB

/// One line of a run's log.
public struct EventRecord: Sendable, Hashable {
    /// Counts up from 1 within the task.
    public let sequence: Int
    public let at: Date
    /// As the agent wrote it, without its line end.
    public let line: Data
}

extension Store {
    /// Adds lines to a task's log in their order. Hand over several at once where they come fast: each call is one
    /// write to disk.
    public func append(_ lines: [Data], to task: TaskID, at now: Date = Date()) async throws {
        guard !lines.isEmpty else { return }
        try await write("log events of task \(task)") { database in
            let last =
                try Int.fetchOne(database, sql: "SELECT max(seq) FROM event WHERE task = ?", arguments: [task.column])
                ?? 0
            let insert = try database.cachedStatement(
                sql: "INSERT INTO event (task, seq, at, line) VALUES (?, ?, ?, ?)")
            for (offset, line) in lines.enumerated() {
                try insert.execute(arguments: [task.column, last + 1 + offset, now.column, line])
            }
            // SQLite tells nobody of changes in a table without row ids.
            try database.notifyChanges(in: Table("event"))
        }
    }

    /// A task's log after a sequence number, in order.
    public func events(of task: TaskID, after sequence: Int = 0, limit: Int = .max) async throws -> [EventRecord] {
        try await read("read the events of task \(task)") { database in
            try Row.fetchAll(
                database, sql: "SELECT seq, at, line FROM event WHERE task = ? AND seq > ? ORDER BY seq LIMIT ?",
                arguments: [task.column, sequence, limit]
            ).map { EventRecord(sequence: try $0.value("seq"), at: try $0.time("at"), line: try $0.value("line")) }
        }
    }
}
