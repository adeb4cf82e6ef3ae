import AirutModel
import AirutStore
import AirutTestSupport
import FoundationEssentials
import Testing

@testable import AirutWorker

@Suite struct UnseenTests {
    @Test func `mail that arrives while a run is prepared is left to the next run`() async throws {
        try await withStore { store in
            let run = try await claim(store, store.ask("first"))
            _ = try await store.ask("second", in: run.conversation.id)
            #expect(try await unseen(run, store) == ["first"])
            // The same with a session that knows nothing of either.
            let resumed = run.updated(try await store.updateConversation(run.conversation.id) { $0.sessionID = "s" })
            #expect(try await unseen(resumed, store) == ["first"])
            try await store.finish(run.task.id, TaskResult(outcome: TaskResult.success), reply: Store.reply())
            let next = try await store.queuedTasks(Store.web)
            #expect(try await unseen(claim(store, next[0].id), store) == ["second"])
        }
    }

    @Test func `a session is told only what it has not heard`() async throws {
        try await withStore { store in
            let run = try await claim(store, store.ask("first"))
            try await store.record(session: "s", of: run.conversation.id, hearing: run.messages.map(\.id))
            try await store.finish(run.task.id, TaskResult(outcome: TaskResult.interrupted), reply: Store.reply())
            let failed = try await claim(store, store.ask("second", in: run.conversation.id))
            try await store.finish(failed.task.id, TaskResult(outcome: TaskResult.notRun), reply: Store.reply())
            let third = try await claim(store, store.ask("third", in: run.conversation.id))
            #expect(try await unseen(third, store) == ["second", "third"])
        }
    }

    @Test func `without a session everything since the last answer is told, and that answer`() async throws {
        try await withStore { store in
            let first = try await claim(store, store.ask("first"))
            let answer = TaskResult(outcome: TaskResult.success, replyText: "Done.")
            try await store.finish(first.task.id, answer, reply: Store.reply())
            let second = try await claim(store, store.ask("second", in: first.conversation.id))
            try await store.record(session: "s", of: first.conversation.id, hearing: second.messages.map(\.id))
            try await store.finish(second.task.id, TaskResult(outcome: "timed-out"), reply: Store.reply())
            let third = try await claim(store, store.ask("third", in: first.conversation.id))
            #expect(try await unseen(third, store) == ["third"])
            var conversation = third.conversation
            conversation.sessionID = nil
            #expect(try await unseen(third.updated(conversation), store) == ["second", "third"])
            #expect(try await Unseen(by: third.updated(conversation), in: store).lastAnswer?.replyText == "Done.")
        }
    }

    private func unseen(_ run: Run, _ store: Store) async throws -> [String?] {
        try await Unseen(by: run, in: store).messages.map(\.subject)
    }

    private func claim(_ store: Store, _ task: TaskID) async throws -> Run { try #require(try await store.claim(task)) }

    private func withStore(_ body: (Store) async throws -> Void) async throws {
        try await withTemporaryDirectory { try await body(Store(path: $0 + "/airut.sqlite")) }
    }
}
