import AirutModel
import AirutStore
import AirutTestSupport
import FoundationEssentials
import Glibc
import Testing

@Suite struct StoreRecoveryTests {
    @Test func `after a crash what had not begun is run, what had begun is reported`() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder + "/airut.sqlite"
            let (queued, prepared, started) = try await { () async throws -> (TaskID, TaskID, TaskID) in
                let store = try Store(path: path)
                let tasks = (try await store.ask(1), try await store.ask(2), try await store.ask(3))
                _ = try await store.claim(tasks.1)
                _ = try await store.claim(tasks.2)
                try await store.start(tasks.2, containerName: "c")
                return tasks
            }()
            let store = try Store(path: path)
            let counts = try await store.recover(web)
            #expect(counts.requeued == 1 && counts.interrupted == 1)
            #expect(try await store.queuedTasks(web, at: time(99)).map(\.id) == [queued, prepared])
            // Until it is reported, each start finds the same.
            let again = try await store.recover(web)
            #expect(again.requeued == 0 && again.interrupted == 1)
            #expect(try await store.leftTasks(web) == [started])
            let run = try #require(try await store.runningTask(started))
            #expect(run.messages.count == 1 && run.task.containerName == "c")
            try await store.finish(
                started, TaskResult(outcome: TaskResult.interrupted), state: .interrupted, reply: reply("sorry"))
            #expect(try await store.task(started)?.state == .interrupted)
            #expect(try await store.messages(of: started).map(\.state) == [.answered])
            #expect(try await store.outgoing(web, state: .pending).map(\.mail) == [reply("sorry")])
            #expect(try await store.runningTask(started) == nil)
            #expect(try await store.recover(web) == (0, 0))
        }
    }

    /// A child process writes from several tasks and kills itself in the middle of it, saying on its standard output what was
    /// acknowledged until then.
    @Test func `kill -9 loses nothing that was acknowledged and leaves nothing in halves`() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder + "/airut.sqlite"
            let child = try await #require(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
                [path = path as String] in
                let store = try Store(path: path)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 0..<3 {
                        group.addTask { try await askForEver(store, from: UInt32(writer * 1_000_000)) }
                    }
                    try await group.waitForAll()
                }
            }
            let lines = String(decoding: child.standardOutputContent, as: UTF8.self).split(separator: "\n")
            let acknowledged = lines.compactMap { TaskID(String($0)) }
            #expect(acknowledged.count >= 20)
            let store = try Store(path: path)
            for id in acknowledged {
                #expect(try await store.task(id) != nil)
                let messages = try await store.messages(of: id)
                #expect(messages.map(\.state) == [.queued])
                #expect(try await store.rawMessage(messages[0].id) != nil)
            }
            // What was cut off is whole or absent.
            let waiting = try await store.outgoing(web, state: .pending, limit: 10_000).count
            #expect(try await store.messages(web, state: .queued).count == waiting)
            #expect(try await store.messages(web, state: .received).count <= 3)
        }
    }
}

/// Queues messages with acknowledgements, prints the task of each that is done, and kills the process after 20.
private func askForEver(_ store: Store, from first: UInt32) async throws {
    for uid in first... {
        let message = try await store.accept(mail(uid)).id
        let task = try await store.enqueue(
            message, as: request, into: .new(NewConversation(subject: "S", model: "opus")),
            acknowledgement: reply(RandomToken.make(length: 12), .acknowledgement))
        let line = Array("\(task)\n".utf8)
        guard write(1, line, line.count) == line.count else { return }
        if uid == first + 20 { kill(getpid(), SIGKILL) }
    }
}
