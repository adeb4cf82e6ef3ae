import AirutModel
import Foundation
import GRDB

/// What stands in a server's store at one moment, read by a second process.
///
/// The file is closed again at once: had this process still opened it when the server is killed, the next server would find
/// SQLite's journal in order.
struct StoreLook: Sendable {
    /// Mails that are stored and not decided upon: how many, to how many of them the reader was given just now, and of how
    /// many it was killed before.
    let undecided: Int
    let read: Int
    let deadly: Int
    let queuedTasks: Int
    /// Tasks taken from the queue whose agent has not begun.
    let preparing: [String]
    /// Tasks whose agent has begun, and of these the ones that have their result.
    let started: [String]
    let ended: [String]
    /// Mails of ours to be sent, by repository.
    let pending: [String: Int]
    /// How many the present server has sent, by repository.
    let sent: [String: Int]

    /// - Parameter start: when the present server was started.
    init(path: String, since start: Date) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        self = try queue.read { try Self($0, since: start) }
    }

    private init(_ database: Database, since start: Date) throws {
        func undecided(_ condition: String) throws -> Int {
            let sql = "SELECT count(*) FROM message WHERE state = 'received' AND \(condition)"
            return try Int.fetchOne(database, sql: sql) ?? 0
        }
        self.undecided = try undecided("true")
        read = try undecided("attempts > 0")
        deadly = try undecided("reader_crashes > 0")
        queuedTasks = try Int.fetchOne(database, sql: "SELECT count(*) FROM task WHERE state = 'queued'") ?? 0
        preparing = try String.fetchAll(
            database, sql: "SELECT id FROM task WHERE state = 'running' AND started_at IS NULL")
        started = try String.fetchAll(
            database, sql: "SELECT id FROM task WHERE state = 'running' AND started_at IS NOT NULL")
        ended = try String.fetchAll(
            database,
            sql: """
                SELECT id FROM task WHERE state = 'running' AND started_at IS NOT NULL AND EXISTS (
                    SELECT 1 FROM event WHERE task = task.id AND instr(CAST(line AS TEXT), '"type":"result"') > 0)
                """)
        pending = try Self.count(database, "state = 'pending'")
        sent = try Self.count(database, "state = 'sent' AND sent_at >= ?", [start.timeIntervalSince1970])
    }

    private static func count(
        _ database: Database, _ condition: String, _ arguments: StatementArguments = []
    ) throws -> [String: Int] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT repository, count(*) FROM outgoing WHERE \(condition) GROUP BY repository",
            arguments: arguments)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    /// Whether nothing is left to be done.
    var isQuiet: Bool {
        undecided == 0 && queuedTasks == 0 && preparing.isEmpty && started.isEmpty && pending.isEmpty
    }
}
