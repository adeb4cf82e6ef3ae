import Foundation
import GRDB

@testable import AirutCommands

/// The store once everything is done.
struct StoreAudit: Sendable {
    let world: World

    /// - Parameter expected: how many mails were sent to the repositories.
    func findings(expected: Int) throws -> [CrashFinding] {
        let queue = try DatabaseQueue(path: world.folder.state + "/airut.sqlite")
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
            ]
        }
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
