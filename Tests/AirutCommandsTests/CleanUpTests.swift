import AirutMail
import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestSupport
import AirutWorker
import Foundation
import GRDB
import Testing

@testable import AirutCommands

/// What nobody needs any more goes, whoever owns its files; what somebody may need stays.
@Suite struct CleanUpTests {
    private let repository = RepositoryID("fruits")!

    /// Files of another user of the container's, in a folder closed to others.
    private static let agent = AgentScript.doing(
        "mkdir -p deep/er; touch deep/er/file; chown -R 1000:1000 deep; chmod 700 deep; echo hi > /outbox/hi.txt")

    @Test func `forgotten conversations go with foreign files, though one folder cannot be removed`() async throws {
        try await World.with(agent: Self.agent) { world in
            let folder = world.folder.state + "/repos/fruits/conversations"
            try await world.withServer { server in
                for number in 1...3 {
                    try await world.send(world.task("Do \(number)."))
                    _ = try await world.inbox(of: 2 * number)
                }
                let isSent = try await eventually {
                    try await server.store.outgoing(repository, state: .pending).isEmpty
                }
                #expect(isSent)
            }
            let ids = try await age(world)
            let stuck = folder + "/forgotten-0000000000000000"
            try prepareLeftovers(world, stuck: stuck, unfinished: "\(folder)/\(ids.quiet)/workspace.new-x")
            try await withImmovable(stuck) {
                try await world.withServer { _ in
                    let isGone = try await eventually { !exists("\(folder)/\(ids.old)") }
                    #expect(isGone, "a conversation that nobody continued")
                    let isClean = try await eventually { !exists("\(folder)/\(ids.quiet)/tasks/\(ids.task)") }
                    #expect(isClean, "the outbox of a reply that was delivered long ago")
                    let isTold = try await eventually {
                        world.log("a folder cannot be removed") == (geteuid() == 0 ? 1 : 0)
                    }
                    #expect(isTold)
                    #expect(exists("\(folder)/\(ids.quiet)/workspace/deep"), "one that is younger")
                    #expect(exists("\(folder)/\(ids.waiting)/workspace/deep"), "one whose reply is not sent yet")
                    #expect(exists("\(folder)/\(ids.waiting)/tasks"), "an outbox that is not sent yet")
                    let names = try FileManager.default.contentsOfDirectory(
                        atPath: world.folder.state + "/repos/fruits")
                    #expect(names.filter { $0.contains(".new-") } == ["mirror.git.new-young"])
                    #expect(!exists("\(folder)/\(ids.quiet)/workspace.new-x"))
                }
            }
        }
    }

    @Test func `a workspace that a restored store does not know stays until nothing in it has changed for long`()
        async throws
    {
        try await World.with(agent: AgentScript.doing("mkdir -p deep; echo new > deep/new.txt")) { world in
            let store = world.folder.state + "/airut.sqlite"
            let folder = world.folder.state + "/repos/fruits/conversations"
            try await world.withServer { _ in }
            try await run(["cp", store, store + "-backup"])
            try await world.withServer { _ in
                try await world.send(world.task("Begin."))
                _ = try await world.inbox(of: 2)
            }
            let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
            for suffix in ["", "-wal", "-shm"] where exists(store + suffix) {
                try FileManager.default.removeItem(atPath: store + suffix)
            }
            try await run(["mv", store + "-backup", store])
            let server = try ServerProgram(world)
            let told = "the store does not know"
            try await server.log(contains: told)
            // The second pass begins after the first has come to its end.
            for days in [8, 9] {
                let forgotten = "\(folder)/forgotten-\(days)"
                try FileManager.default.createDirectory(atPath: forgotten, withIntermediateDirectories: true)
                try world.writeConfiguration {
                    $0.replacing("execution:\n", with: "execution:\n  conversation_max_age_days: \(days)\n")
                }
                #expect(try await eventually { !exists(forgotten) })
            }
            #expect(server.text.components(separatedBy: told).count == 2, "told once: \(server.text)")
            server.signal(SIGTERM)
            #expect(try await server.status() == 0)
            #expect(exists("\(folder)/\(name)/workspace/deep/new.txt"))
            // As if so long had passed: a clock that jumped would make nothing old.
            try FileManager.default.removeItem(atPath: world.folder.state + "/repos/fruits/ages.json")
            let clock = WallClock { Date(timeIntervalSinceNow: 8 * 86_400) }
            try await world.withServer(clock: clock) { _ in
                let isGone = try await eventually { !exists("\(folder)/\(name)") }
                #expect(isGone)
            }
        }
    }

    @Test func `a clock that jumps a year ahead makes nobody forgotten`() async throws {
        try await World.with(agent: AgentScript.doing("true")) { world in
            let ages = world.folder.state + "/repos/fruits/ages.json"
            try await world.withServer { server in
                try await world.send(world.task("Hello."))
                _ = try await world.inbox(of: 2)
                #expect(try await eventually { exists(ages) })
            }
            let before = try Data(contentsOf: URL(filePath: ages))
            let clock = WallClock { Date(timeIntervalSinceNow: 365 * 86_400) }
            try await world.withServer(clock: clock) { server in
                #expect(try await eventually { try Data(contentsOf: URL(filePath: ages)) != before })
                // Somebody asks on: the clean-up has long gone by.
                try await world.send(world.task("More."))
                _ = try await world.inbox(of: 4)
                #expect(try await server.store.conversationIDs(repository).count == 2)
            }
        }
    }

    private struct Conversations {
        var old = "", waiting = "", quiet = ""
        var task = ""
    }

    /// Moves three conversations into the past: one is forgotten, one still has a reply to send, one is only quiet.
    private func age(_ world: World) async throws -> Conversations {
        let long = Date(timeIntervalSinceNow: -30 * 86_400).timeIntervalSince1970
        return try await world.database().write { database in
            let ids = try String.fetchAll(database, sql: "SELECT id FROM conversation ORDER BY created_at")
            try database.execute(
                sql: "UPDATE conversation SET last_activity_at = ? WHERE id <> ?", arguments: [long, ids[2]])
            try database.execute(sql: "UPDATE task SET ended_at = ?", arguments: [long])
            try database.execute(
                sql: """
                    UPDATE outgoing SET state = 'pending', next_attempt_at = 1e11
                    WHERE conversation = ? AND kind = 'reply'
                    """, arguments: [ids[1]])
            let task = try String.fetchOne(
                database, sql: "SELECT id FROM task WHERE conversation = ?", arguments: [ids[2]])
            return Conversations(old: ids[0], waiting: ids[1], quiet: ids[2], task: task ?? "")
        }
    }

    private func prepareLeftovers(_ world: World, stuck: String, unfinished: String) throws {
        let base = world.folder.state + "/repos/fruits"
        for path in [base + "/mirror.git.new-old", base + "/mirror.git.new-young", unfinished, stuck] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            guard !path.hasSuffix("young") else { continue }
            let date = Date(timeIntervalSinceNow: -2 * 86_400)
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        }
    }

    /// Keeps a folder from being removed, where this user can.
    private func withImmovable(_ path: String, _ body: () async throws -> Void) async throws {
        guard SmallDisk.isPossible else { return try await body() }
        try await SmallDisk.with(bytes: 1 << 20, at: path + "/mounted") { _ in try await body() }
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
