import AirutModel
@testable import AirutStore
import AirutTestSupport
import FoundationEssentials
import GRDB
import Testing

@Suite struct StoreTests {
    @Test func `a request goes through its whole life`() async throws {
        try await withStore { store in
            let (id, isNew) = try await store.accept(mail(1))
            #expect(isNew)
            #expect(try await store.messages(web, state: .received).map(\.id) == [id])
            #expect(try await store.rawMessage(id) == mail(1).bytes)
            let conversation = NewConversation(subject: "Fix it", model: "opus", effort: "high")
            let task = try await store.enqueue(
                id, as: request, into: .new(conversation), acknowledgement: reply("ack", .acknowledgement), at: time(2))
            #expect(try await store.queuedTasks(web, at: time(3)).map(\.id) == [task])
            let run = try #require(try await store.claim(task, at: time(3)))
            #expect(run.messages.map(\.id) == [id])
            #expect(run.conversation.effort == "high")
            #expect(run.task.startedAt == nil)
            try await store.start(task, containerName: "airut-x", at: time(4))
            try await store.append([Data("{\"a\":1}".utf8), Data("{}".utf8)], to: task, at: time(5))
            try await store.append([Data("[]".utf8)], to: task, at: time(6))
            #expect(try await store.events(of: task).map(\.sequence) == [1, 2, 3])
            #expect(try await store.events(of: task, after: 2).map(\.line) == [Data("[]".utf8)])
            let result = TaskResult(
                outcome: "success", replyText: "Done", costUSD: 0.25, duration: .milliseconds(1500), turns: 3)
            try await store.finish(task, result, reply: reply("r1"), at: time(7)) { $0.sessionID = "s1" }

            let record = try #require(try await store.task(task))
            #expect(record.state == .finished && record.outcome == "success" && record.costUSD == 0.25)
            #expect(record.duration == .milliseconds(1500) && record.turns == 3 && record.containerName == "airut-x")
            #expect(record.startedAt == time(4) && record.endedAt == time(7) && record.attempts == 1)
            #expect(try await store.conversation(conversation.id)?.sessionID == "s1")
            #expect(try await store.conversation(conversation.id)?.lastActivityAt == time(7))
            let message = try #require(try await store.message(id))
            #expect(message.state == .answered && message.sender == alice.description)
            #expect(message.acceptance == "DMARC passed" && message.document == Data("{}".utf8))
            #expect(
                try await store.dueOutgoing(web, at: time(8)).map(\.mail.messageID.description) == ["ack@airut.example"]
            )
        }
    }

    @Test func `the file belongs to its owner alone and every commit reaches the disk`() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder + "/airut.sqlite"
            let store = try Store(path: path)
            try await store.ask(1)
            for name in ["", "-wal", "-shm"] {
                let mode = try FileManager.default.attributesOfItem(atPath: path + name)[.posixPermissions] as? Int
                #expect(mode.map { $0 & 0o777 } == 0o600)
            }
            let settings = try await store.write("look") { database in
                try ["synchronous", "foreign_keys", "auto_vacuum"].map {
                    try Int.fetchOne(database, sql: "PRAGMA \($0)")
                } + [String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal" ? 1 : 0]
            }
            #expect(settings == [2, 1, 2, 1])
        }
    }

    @Test func `a store of a newer version is refused and left alone`() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder + "/airut.sqlite"
            do {
                let store = try Store(path: path)
                try await store.ask(1)
                try await store.write("pretend") {
                    try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('999')")
                }
            }
            let error = #expect(throws: StoreError.self) { try Store(path: path) }
            #expect(error?.kind == .newerVersion)
            #expect(error?.description.contains("written by a newer version") == true)
            var configuration = Configuration()
            configuration.busyMode = .timeout(60)
            let tasks = try await DatabaseQueue(path: path, configuration: configuration).read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM task")
            }
            #expect(tasks == 1)
        }
    }

    @Test func `opening twice changes nothing`() async throws {
        try await withTemporaryDirectory { folder in
            let first = try Store(path: folder + "/airut.sqlite")
            let task = try await first.ask(1)
            let second = try Store(path: folder + "/airut.sqlite")
            #expect(try await second.task(task)?.state == .queued)
        }
    }

    @Test func `what is no store is named in a sentence`() async throws {
        try await withTemporaryDirectory { folder in
            try Data(repeating: 7, count: 5000).write(to: URL(filePath: folder + "/junk"))
            let damaged = #expect(throws: StoreError.self) { try Store(path: folder + "/junk") }
            #expect(damaged?.description.contains("damaged or not airut's") == true)
            let missing = #expect(throws: StoreError.self) { try Store(path: folder + "/no/such/folder") }
            #expect(missing?.description.hasSuffix("No such file or directory") == true)
        }
    }

    @Test func `a full disk keeps the store as it was and passes`() async throws {
        try await withStore { store in
            try await store.ask(1)
            let pages = try await store.write("count") { try Int.fetchOne($0, sql: "PRAGMA page_count")! }
            try await store.write("limit") { try $0.execute(sql: "PRAGMA max_page_count = \(pages + 2)") }
            let large = mail(2, content: String(repeating: "x", count: 200_000))
            let error = await #expect(throws: StoreError.self) { try await store.accept(large) }
            #expect(error?.kind == .full && error?.description == "cannot record a message of web: the disk is full")
            #expect(try await store.containsPlace(of: large) == false)
            try await store.write("unlimit") { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
            #expect(try await store.accept(large).isNew)
        }
    }

    @Test func `purging gives room back to the disk`() async throws {
        try await withStore { store in
            let id = try await store.accept(mail(1, content: String(repeating: "x", count: 3_000_000))).id
            try await store.refuse(id, reason: "No.", at: time(1))
            let before = try await store.write("count") { try Int.fetchOne($0, sql: "PRAGMA page_count")! }
            #expect(try await store.purgeRaw(.refused, of: web, decidedBefore: time(2)) == 1)
            try await store.giveRoomBack()
            let after = try await store.write("count") { try Int.fetchOne($0, sql: "PRAGMA page_count")! }
            #expect(before > 700)
            #expect(after < 100)
        }
    }

    @Test func `changes wake whoever waits, and only for what he waits for`() async throws {
        try await withStore { store in
            var changes = store.changes(in: [.tasks]).makeAsyncIterator()
            await changes.next()
            let task = try await store.ask(1)
            await changes.next()
            // Neither a message nor an event is a task's change: the next element is the claim's.
            _ = try await store.accept(mail(2))
            try await store.append([Data("{}".utf8)], to: task)
            _ = try await store.claim(task)
            await changes.next()
            #expect(try await store.task(task)?.state == .running)
            var events = store.changes(in: [.events, .outgoing]).makeAsyncIterator()
            await events.next()
            try await store.append([Data("{}".utf8)], to: task)
            await events.next()
            try await store.finish(task, TaskResult(outcome: "success"), reply: reply())
            await events.next()
            #expect(try await store.dueOutgoing(web).count == 1)
        }
    }

    @Test func `waiting ends with the task that waits`() async throws {
        try await withStore { store in
            try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask {
                    var count = 0
                    for await _ in store.changes(in: Set(StoreArea.allCases)) { count += 1 }
                    return count
                }
                try await store.ask(1)
                group.cancelAll()
                #expect(try await group.next() != nil)
            }
        }
    }
}
