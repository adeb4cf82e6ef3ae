import AirutModel
import AirutStore
import FoundationEssentials
import Testing

@Suite struct StoreStopTests {
    private let spent = TaskResult(outcome: "usage-limit")

    @Test func `a waiting task is withdrawn with its messages, and the wish is answered`() async throws {
        try await withStore { store in
            let task = try await store.ask(1)
            let (effect, message) = try await stop(store, task)
            #expect(effect.withdrawn?.task.id == task && effect.running == nil && effect.ended == nil)
            let ended = try #require(try await store.task(task))
            #expect(ended.state == .finished && ended.outcome == TaskResult.withdrawn)
            #expect(ended.stoppedBy == .participant(alice))
            #expect(try await store.messages(of: task).map(\.state) == [.answered])
            #expect(try await store.message(message)?.state == .answered)
            #expect(try await store.outgoing(web, state: .pending).map(\.mail) == [reply("stopped")])
            #expect(try await store.queuedTasks(web, at: time(99)).isEmpty)
            #expect(try await store.claim(task) == nil)
            // What comes afterwards is a task of its own.
            #expect(try await store.ask(9, .existing(ended.conversation)) != task)
        }
    }

    @Test func `a running task is ended and cannot go back to the queue`() async throws {
        try await withStore { store in
            let task = try await store.ask(1)
            let run = try #require(try await store.claim(task))
            let follow = try await store.ask(2, .existing(run.conversation.id))
            let (effect, _) = try await stop(store, task)
            #expect(effect.running?.task == task && effect.running?.isEnding == true)
            #expect(effect.withdrawn?.task.id == follow)
            #expect(try await store.requeue(task) == false)
            let suspension = Suspension(cause: .serviceFailure, notBefore: time(60), result: spent)
            #expect(try await store.suspend(task, suspension) == false)
            #expect(try await store.task(task)?.state == .running)
            // Killed now, before its agent began: it is not run all the same.
            #expect(try await store.recover(web) == (0, 1))
            #expect(try await store.leftTasks(web) == [task])
        }
    }

    @Test func `a task that had begun and waits is left to be reported`() async throws {
        try await withStore { store in
            let task = try await store.ask(1)
            let run = try #require(try await store.claim(task))
            let suspension = Suspension(cause: .usageLimit, notBefore: time(9999), result: spent)
            #expect(try await store.suspend(task, suspension, at: time(3)))
            let (effect, _) = try await stop(store, task)
            #expect(effect.ended?.task.id == task && effect.withdrawn == nil && effect.running == nil)
            #expect(try await store.leftTasks(web) == [task])
            // What comes now waits until it is reported, and does not join it.
            let later = try await store.ask(9, .existing(run.conversation.id))
            #expect(later != task)
            #expect(try await store.queuedTasks(web, at: time(99)).isEmpty)
            try await store.finish(task, TaskResult(outcome: TaskResult.stopped), reply: reply())
            #expect(try await store.queuedTasks(web, at: time(99)).map(\.id) == [later])
        }
    }

    @Test func `a wish that finds nothing is answered once`() async throws {
        try await withStore { store in
            let task = try await store.ask(1)
            _ = try await store.claim(task)
            try await store.finish(task, TaskResult(outcome: TaskResult.success), reply: reply())
            let (effect, message) = try await stop(store, task)
            #expect(effect.isEmpty)
            let conversation = try #require(try await store.task(task)).conversation
            let error = await #expect(throws: StoreError.self) {
                try await store.stop(conversation, for: message, as: request, end: { _ in false }) { _ in reply() }
            }
            #expect(error?.kind == .conflict)
        }
    }

    @Test func `an operator takes out what waits, and nothing else`() async throws {
        try await withStore { store in
            let waiting = try await store.ask(1)
            let running = try await store.ask(2)
            _ = try await store.claim(running)
            #expect(try await store.withdraw(running) { _ in reply() } == nil)
            #expect(try await store.withdraw(waiting) { _ in reply("gone") }?.withdrawn?.task.id == waiting)
            #expect(try await store.task(waiting)?.stoppedBy == .administrator)
            #expect(try await store.outgoing(web, state: .pending).map(\.mail) == [reply("gone")])
            #expect(try await store.withdraw(waiting) { _ in reply() } == nil)
        }
    }

    /// Alice asks to stop the conversation of a task; every task that runs can be ended.
    private func stop(_ store: Store, _ task: TaskID) async throws -> (StopEffect, MessageRecord.ID) {
        let conversation = try #require(try await store.task(task)).conversation
        let message = try await store.accept(mail(77)).id
        let effect = try await store.stop(
            conversation, for: message, as: request, end: { _ in true }, makeReply: { _ in reply("stopped") })
        return (effect, message)
    }
}
