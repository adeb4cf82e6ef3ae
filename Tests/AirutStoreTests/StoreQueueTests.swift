import AirutModel
import AirutStore
import FoundationEssentials
import Testing

@Suite struct StoreQueueTests {
    @Test func `what arrives before a run joins it, what arrives during it makes one follow-up`() async throws {
        try await withStore { store in
            let first = try await store.ask(1)
            let conversation = try #require(try await store.task(first)).conversation
            #expect(try await store.ask(2, .existing(conversation)) == first)
            let run = try #require(try await store.claim(first, at: time(3)))
            #expect(run.messages.map(\.messageID?.description) == ["m1@example.org", "m2@example.org"])
            var fromBob = request
            fromBob.sender = bob
            let second = try await store.ask(4, .existing(conversation), as: fromBob)
            #expect(second != first)
            #expect(try await store.ask(5, .existing(conversation)) == second)
            // One run at a time.
            #expect(try await store.queuedTasks(web, at: time(9)).isEmpty)
            #expect(try await store.claim(second, at: time(9)) == nil)
            try await store.finish(first, TaskResult(outcome: "success"), reply: reply(), at: time(10))
            #expect(try await store.queuedTasks(web, at: time(11)).map(\.id) == [second])
            #expect(try await store.messages(of: first).map(\.state) == [.answered, .answered])
            #expect(try await store.messages(of: second).map(\.state) == [.queued, .queued])
            #expect(try await store.conversation(conversation)?.participants == [alice, bob])
        }
    }

    @Test func `conversations are served in the order they asked`() async throws {
        try await withStore { store in
            let tasks = [try await store.ask(1), try await store.ask(2), try await store.ask(3)]
            #expect(try await store.queuedTasks(web, at: time(9)).map(\.id) == tasks)
            #expect(try await store.queuedTasks(RepositoryID("api")!, at: time(9)).isEmpty)
            _ = try await store.claim(tasks[1])
            #expect(try await store.queuedTasks(web, at: time(9)).map(\.id) == [tasks[0], tasks[2]])
        }
    }

    @Test func `a task is taken once, however many try`() async throws {
        try await withStore { store in
            let task = try await store.ask(1)
            let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 { group.addTask { try await store.claim(task) != nil } }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(taken == 1)
        }
    }

    @Test func `a task put back keeps its place, waits its time and takes in what came meanwhile`() async throws {
        try await withStore { store in
            let first = try await store.ask(1)
            let conversation = try #require(try await store.task(first)).conversation
            let other = try await store.ask(2)
            _ = try await store.claim(first, at: time(3))
            let message = try await store.accept(mail(4)).id
            let second = try await store.enqueue(
                message, as: request, into: .existing(conversation), acknowledgement: reply("ack", .acknowledgement),
                at: time(4))
            try await store.requeue(first, notBefore: time(60), detail: "The remote does not answer.", at: time(5))
            #expect(try await store.task(second) == nil)
            #expect(try await store.messages(of: first).count == 2)
            #expect(try await store.outgoing(web, state: .pending).map(\.task) == [first])
            #expect(try await store.queuedTasks(web, at: time(59)).map(\.id) == [other])
            #expect(try await store.nextHeldTask(web, after: time(5)) == time(60))
            #expect(try await store.queuedTasks(web, at: time(60)).map(\.id) == [first, other])
            let run = try #require(try await store.claim(first, at: time(61)))
            #expect(run.task.attempts == 2 && run.task.notBefore == nil && run.messages.count == 2)
            #expect(try await store.nextHeldTask(web, after: time(5)) == nil)
        }
    }

    @Test func `a clock that was set back does not keep a held task from being run`() async throws {
        try await withStore { store in
            let task = try await store.ask(1)
            _ = try await store.claim(task, at: time(3))
            try await store.requeue(task, notBefore: time(1000), at: time(900))
            #expect(try await store.queuedTasks(web, at: time(950)).isEmpty)
            #expect(try await store.queuedTasks(web, at: time(800)).map(\.id) == [task])
            #expect(try await store.queuedTasks(web, at: time(1000)).map(\.id) == [task])
        }
    }

    @Test func `an end is recorded once and only of what runs`() async throws {
        try await withStore { store in
            let task = try await store.ask(1)
            let result = TaskResult(outcome: "success")
            await expectConflict { try await store.finish(task, result, reply: reply()) }
            await expectConflict { try await store.start(task, containerName: "c") }
            await expectConflict { try await store.requeue(task) }
            _ = try await store.claim(task)
            try await store.finish(task, result, reply: reply())
            await expectConflict { try await store.finish(task, result, reply: reply()) }
            #expect(try await store.outgoing(web, state: .pending).count == 1)
        }
    }

    @Test func `when the reply cannot be recorded the run has not ended`() async throws {
        try await withStore { store in
            let task = try await store.ask(1)
            let other = try await store.ask(2)
            _ = try await store.claim(task)
            _ = try await store.claim(other)
            try await store.finish(task, TaskResult(outcome: "success"), reply: reply("same"))
            await #expect(throws: StoreError.self) {
                try await store.finish(other, TaskResult(outcome: "success"), reply: reply("same")) {
                    $0.sessionID = "s"
                }
            }
            #expect(try await store.task(other)?.state == .running)
            #expect(try await store.messages(of: other).map(\.state) == [.queued])
            let conversation = try #require(try await store.task(other)).conversation
            #expect(try await store.conversation(conversation)?.sessionID == nil)
        }
    }

    @Test func `a message cannot join a conversation of another repository or one that is gone`() async throws {
        try await withStore { store in
            let conversation = try #require(try await store.task(store.ask(1))).conversation
            let foreign = try await store.accept(mail(1, repository: RepositoryID("api")!)).id
            for (message, target) in [(foreign, conversation), (foreign, ConversationID.random())] {
                let error = await #expect(throws: StoreError.self) {
                    try await store.enqueue(message, as: request, into: .existing(target))
                }
                #expect(error?.kind == .missing)
            }
            #expect(try await store.message(foreign)?.state == .received)
        }
    }

    @Test func `work of a cancelled task is recorded all the same`() async throws {
        try await withStore { store in
            let task = try await store.ask(1)
            _ = try await store.claim(task)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    withUnsafeCurrentTask { unsafe $0?.cancel() }
                    #expect(Task.isCancelled)
                    try await store.requeue(task)
                    #expect(try await store.task(task)?.state == .queued)
                }
                try await group.waitForAll()
            }
            #expect(try await store.task(task)?.state == .queued)
        }
    }
}
