import Foundation
import GRDB

@testable import AirutCommands

/// The store once everything is done.
struct StoreAudit: Sendable {
    let world: World
    /// The tasks that a kill can have ended, and those that it can have left without a network.
    let struck: Set<String>
    let unplugged: Set<String>

    /// - Parameter expected: how many mails were sent to the repositories.
    func findings(expected: Int) throws -> [CrashFinding] {
        let queue = try world.database()
        defer { try? queue.close() }
        return try queue.read { database in
            let integrity = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            let foreign = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { "\($0)" }
            let messages = try Int.fetchOne(database, sql: "SELECT count(*) FROM message") ?? 0
            return [
                CrashFinding(promise: "the store is sound", violations: integrity + foreign),
                CrashFinding(
                    promise: "every mail is recorded once",
                    violations: messages == expected ? [] : ["\(messages) records of \(expected) mails"]),
                CrashFinding(promise: "nothing is left undone", violations: try undone(database)),
                CrashFinding(
                    promise: "a run whose agent never began is run later, or withdrawn",
                    violations: try failures(database, "started_at IS NULL").map(\.text)),
                try failuresOfBegun(database),
            ]
        }
    }

    private func failuresOfBegun(_ database: Database) throws -> CrashFinding {
        let failures = try failures(database, "started_at IS NOT NULL")
        return CrashFinding(
            promise:
                "\(failures.count) runs were interrupted or failed, all of them among \(struck.count) that were struck",
            violations: failures.filter { task, text in
                let isUnplugged = unplugged.contains(task) && text.contains("without the sandbox's network proxy")
                return !struck.contains(task) && !isUnplugged
            }.map(\.text))
    }

    private func failures(_ database: Database, _ condition: String) throws -> [(task: String, text: String)] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT id, id || ' ended as ' || outcome || ': ' || ifnull(detail, '') FROM task
                WHERE outcome NOT IN ('success', 'withdrawn') AND \(condition)
                """)
        return rows.map { ($0[0], $0[1]) }
    }

    private func undone(_ database: Database) throws -> [String] {
        let queries = [
            "SELECT 'mail ' || id || ' is ' || state || ': ' || ifnull(reason, '') FROM message "
                + "WHERE state NOT IN ('answered', 'refused')",
            "SELECT 'task ' || id || ' is ' || state FROM task WHERE state NOT IN ('finished', 'interrupted')",
            "SELECT 'reply ' || id || ' is ' || state FROM outgoing WHERE state <> 'sent'",
        ]
        return try queries.flatMap { try String.fetchAll(database, sql: $0) }
    }
}
