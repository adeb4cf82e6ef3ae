import AirutModel
import AirutStore
import AirutTestSupport
import FoundationEssentials
import Testing

@Suite struct StoreSuspendTests {
    private let spent = TaskResult(
        outcome: "overloaded", costUSD: 0.25, duration: .seconds(2), turns: 3, detail: "The service is overloaded.")

    @Test func `a run that is cut off keeps its place, what it took, and takes in what came meanwhile`() async throws {
        try await withStore { store in
            let task = try await store.ask(1)
            let conversation = try #require(try await store.task(task)).conversation
            _ = try await store.claim(task, at: time(2))
            try await store.start(task, containerName: "c", at: time(2))
            let later = try await store.ask(3, .existing(conversation))
            let suspension = Suspension(cause: .serviceFailure, notBefore: time(60), result: spent)
            #expect(try await store.suspend(task, suspension, at: time(4)) { $0.sessionID = "s" })
            #expect(try await store.task(later) == nil)
            #expect(try await store.messages(of: task).count == 2)
            // Nothing of the conversation overtakes, and what comes now joins, too.
            #expect(try await store.ask(5, .existing(conversation)) == task)
            #expect(try await store.queuedTasks(web, at: time(59)).isEmpty)
            #expect(try await store.nextHeldTask(web, after: time(5)) == time(60))
            let run = try #require(try await store.claim(task, at: time(60)))
            #expect(run.messages.count == 3 && run.task.serviceFailures == 1 && run.task.hasBegun)
            #expect(run.task.attempts == 1 && run.task.startedAt == nil && run.conversation.sessionID == "s")
            #expect(run.task.costUSD == 0.25 && run.task.turns == 3 && run.task.duration == .seconds(2))
            try await store.finish(task, spent, reply: reply(), at: time(70))
            let ended = try #require(try await store.task(task))
            #expect(ended.costUSD == 0.5 && ended.turns == 6 && ended.duration == .seconds(4))
        }
    }

    @Test func `what waits survives a crash in every state`() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder + "/airut.sqlite"
            let task = try await { () async throws -> TaskID in
                let store = try Store(path: path)
                let task = try await store.ask(1)
                _ = try await store.claim(task)
                try await store.start(task, containerName: "c")
                let suspension = Suspension(
                    cause: .usageLimit, notBefore: time(60), result: spent, notice: reply("n", .notice))
                #expect(try await store.suspend(task, suspension, at: time(4)))
                return task
            }()
            do {
                let store = try Store(path: path)
                #expect(try await store.recover(web) == (0, 0))
                let waiting = try #require(try await store.task(task))
                #expect(waiting.notBefore == time(60) && waiting.limitedSince == time(4))
                #expect(try await store.outgoing(web, state: .pending).map(\.mail) == [reply("n", .notice)])
                _ = try await store.claim(task, at: time(61))
            }
            // Killed while it is prepared to go on: it does, and remembers.
            let store = try Store(path: path)
            #expect(try await store.recover(web) == (1, 0))
            let run = try #require(try await store.claim(task, at: time(62)))
            #expect(run.task.limitedSince == time(4) && run.task.hasBegun)
            try await store.start(task, containerName: "c")
            // Killed while its agent runs again: reported.
            #expect(try await store.recover(web) == (0, 1))
        }
    }

    @Test func `a clock that is set back does not make a run wait for years`() async throws {
        try await withStore { store in
            let year = 365.0 * 86_400
            let task = try await store.ask(1)
            _ = try await store.claim(task, at: time(year))
            let suspension = Suspension(cause: .serviceFailure, notBefore: time(year + 300), result: spent)
            #expect(try await store.suspend(task, suspension, at: time(year)))
            #expect(try await store.queuedTasks(web, at: time(year + 1)).isEmpty)
            #expect(try await store.queuedTasks(web, at: time(2)).map(\.id) == [task])
            _ = try await store.claim(task, at: time(year))
            _ = try await store.requeue(task, notBefore: time(year + 300), at: time(year))
            #expect(try await store.queuedTasks(web, at: time(year + 1)).isEmpty)
            #expect(try await store.queuedTasks(web, at: time(2)).map(\.id) == [task])
        }
    }

    @Test func `a second limit does not begin the wait anew`() async throws {
        try await withStore { store in
            let task = try await store.ask(1)
            for moment in [10.0, 20] {
                _ = try await store.claim(task, at: time(moment))
                let suspension = Suspension(cause: .usageLimit, notBefore: time(moment + 1), result: spent)
                #expect(try await store.suspend(task, suspension, at: time(moment)))
            }
            let waiting = try #require(try await store.task(task))
            #expect(waiting.limitedSince == time(10) && waiting.serviceFailures == 0 && waiting.notBefore == time(21))
        }
    }

    @Test func `the session and the messages it knows are recorded together`() async throws {
        try await withStore { store in
            let task = try await store.ask(1)
            let conversation = try #require(try await store.task(task)).conversation
            let message = try #require(try await store.messages(of: task).first)
            try await store.record(session: "s", of: conversation, hearing: [message.id])
            #expect(try await store.message(message.id)?.isHeard == true)
            #expect(try await store.conversation(conversation)?.sessionID == "s")
        }
    }
}
