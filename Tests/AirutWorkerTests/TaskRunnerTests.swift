import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import AirutSandbox
import AirutStore
import AirutTestSupport
import FoundationEssentials
import Logging
import ServiceLifecycleTestKit
import Testing

@testable import AirutWorker

/// What becomes of runs that fail, or that nobody has in hand.
@Suite struct TaskRunnerTests {
    private let alice = Stopper.participant(Store.alice)

    @Test func `a run that was stopped after its agent had begun is not told as one that never began`() async throws {
        try await withWorker { worker, store in
            let run = try await Self.claimed(store)
            try await store.start(run.task.id, containerName: "c")
            let stop = RunStop()
            #expect(stop.request(by: alice))
            await worker.queue.runner().recover(run, stop, from: WorkerError(action: "run", reason: "podman broke"))
            let text = try await Self.answer(in: store)
            #expect(text.contains("The run was stopped by") && !text.contains("before I had begun"))
            #expect(try await store.task(run.task.id)?.outcome == TaskResult.stopped)
        }
    }

    @Test func `a failed run's work is published although its workspace was made during the run`() async throws {
        try await withWorker { worker, store in
            let run = try await Self.claimed(store)
            try await store.updateConversation(run.conversation.id) {
                $0.workspaceBase = "0123"
                $0.branch = "airut/x"
            }
            try await store.start(run.task.id, containerName: "c")
            let error = WorkerError(action: "run", reason: "podman broke")
            await worker.queue.runner().recover(run, RunStop(), from: error)
            // It was tried: the remote is not there.
            #expect(try await Self.answer(in: store).contains("Nothing was pushed"))
        }
    }

    @Test func `a run that was stopped while it was prepared is told as that also after a crash`() async throws {
        try await withWorker { worker, store in
            let run = try await Self.claimed(store)
            _ = try await store.recordStop(of: run.task.id, by: alice)
            #expect(try await store.recover(Store.web) == (0, 1))
            let left = try #require(try await store.runningTask(run.task.id))
            await worker.queue.runner().settleLeftover(left)
            #expect(try await Self.answer(in: store).contains("before I had begun"))
            #expect(try await store.task(run.task.id)?.outcome == TaskResult.withdrawn)
        }
    }

    @Test func `an operator's stop outlives a crash`() async throws {
        try await withWorker { worker, store in
            let run = try await Self.claimed(store)
            #expect(await !worker.stop(run.task.id))
            let stop = try #require(worker.running.take(run.task.id))
            #expect(await worker.stop(run.task.id))
            #expect(stop.stopper == .administrator)
            #expect(try await store.task(run.task.id)?.stoppedBy == .administrator)
            // Not run again, but reported.
            #expect(try await store.recover(Store.web) == (0, 1))
        }
    }

    @Test func `what is cut short by the server's end is left to the next start`() async throws {
        try await withWorker { worker, store in
            let run = try await Self.claimed(store)
            try await store.start(run.task.id, containerName: "c")
            let runner = worker.queue.runner()
            await withDiscardingTaskGroup { group in
                group.cancelAll()
                group.addTask { await runner.settleLeftover(run) }
            }
            #expect(try await store.task(run.task.id)?.state == .running)
            #expect(try await store.outgoing(Store.web, state: .pending).isEmpty)
        }
    }

    @Test func `an answer that was not sent before a crash is sent after it, even if somebody stopped the run then`()
        async throws
    {
        try await withWorker { worker, store in
            let run = try await Self.claimed(store)
            try await store.start(run.task.id, containerName: "c")
            let result = TaskResult(
                outcome: TaskResult.success, replyText: "It is painted.", costUSD: 0.25, duration: .seconds(3), turns: 2
            )
            let conclusion = Conclusion(result: result, notes: ["Mind the wet paint."], lastPushed: nil)
            try await store.conclude(run.task.id, conclusion)
            #expect(try await store.recordStop(of: run.task.id, by: alice))
            #expect(try await store.recover(Store.web) == (0, 1))
            let left = try #require(try await store.runningTask(run.task.id))
            #expect(left.task.conclusion == conclusion)
            await worker.queue.runner().settleLeftover(left)
            let text = try await Self.answer(in: store)
            #expect(text.contains("It is painted.") && text.contains("Mind the wet paint.") && text.contains("$0.25"))
            #expect(!text.contains("stopped") && !text.contains("interrupted"), "\(text)")
            let task = try #require(try await store.task(run.task.id))
            #expect(task.outcome == TaskResult.success && task.state == .finished && task.conclusion == nil)
            #expect(task.costUSD == 0.25 && task.duration == .seconds(3) && task.turns == 2)
        }
    }

    @Test func `what earlier attempts took is counted once when an answer is sent after a crash`() async throws {
        try await withWorker { worker, store in
            let run = try await Self.work(in: store, worker.queue.runner()).run
            try await store.start(run.task.id, containerName: "c")
            let result = TaskResult(outcome: TaskResult.success, replyText: "Done.", costUSD: 0.5)
            try await store.conclude(run.task.id, Conclusion(result: result, notes: [], lastPushed: nil))
            await worker.queue.runner().settleLeftover(try #require(try await store.runningTask(run.task.id)))
            #expect(try await store.task(run.task.id)?.costUSD == 0.75)
            #expect(try await Self.answer(in: store).contains("$0.75"))
        }
    }

    @Test func `publishing that is cut short by the server's end comes to no result`() async throws {
        try await withWorker { worker, store in
            let runner = worker.queue.runner()
            let work = try await Self.work(in: store, runner)
            await withThrowingTaskGroup(of: Publication.self) { group in
                group.cancelAll()
                group.addTask { try await runner.publisher.publish(work) }
                await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            }
        }
    }

    @Test func `who publishes takes turns, and holds neither a slot nor the mirror meanwhile`() async throws {
        try await withWorker { worker, store in
            let queue = worker.queue
            let runner = queue.runner()
            let run = try await Self.work(in: store, runner).run
            let stop = RunStop()
            #expect(stop.request(by: alice))
            let busy = try await runner.publisher.takeAllTurns()
            let places = RunPlaces(
                mirrorTurn: MirrorTurn(place: try await queue.mirrorTurns.take(of: Store.web), fetchLimit: nil),
                slot: try await LentSlot(of: Store.web, from: queue.slots))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await runner.run(run, stop, places) }
                let isInLine = try await eventually { runner.publisher.turns.waitingCount == 1 }
                #expect(isInLine)
                #expect(try await queue.slots.take(of: Store.web, within: .zero) != nil)
                #expect(try await queue.mirrorTurns.take(of: Store.web, within: .zero) != nil)
                for turn in busy { turn.giveBack() }
                try await group.waitForAll()
            }
            #expect(try await Self.answer(in: store).contains("The run was stopped by"))
        }
    }

    @Test(arguments: [GitFailure.Kind.unreachable, .timedOut, .unauthorized])
    func `a push is repeated as long as its failure may pass by itself`(kind: GitFailure.Kind) async throws {
        var policy = RetryPolicy()
        (policy.firstPublishingDelay, policy.longestPublishingDelay) = (.milliseconds(1), .milliseconds(1))
        try await withWorker(retries: policy) { worker, store in
            let runner = worker.queue.runner()
            let work = try await Self.work(in: store, runner)
            let attempts = Locked(0)
            let attempt = try? await runner.publisher.persisting(with: work) {
                let attempt = attempts.withLock { count in
                    count += 1
                    return count
                }
                if attempt < 3 { throw GitFailure(kind: kind, action: "push", reason: "odd") }
                return attempt
            }
            #expect(attempt == (kind == .unauthorized ? nil : 3))
        }
    }

    @Test(arguments: [false, true])
    func `a push that fails while the server stops is tried once more, or left to the next start`(
        isFinished: Bool
    ) async throws {
        try await withWorker { worker, store in
            let runner = worker.queue.runner()
            let work = try await Self.work(in: store, runner, isFinished: isFinished)
            let attempts = Locked(0)
            let failure = await testGracefulShutdown { shutdown in
                await #expect(throws: (any Error).self) {
                    try await runner.publisher.persisting(with: work) {
                        shutdown.triggerGracefulShutdown()
                        attempts.withLock { $0 += 1 }
                        throw GitFailure(kind: .unreachable, action: "push", reason: "odd")
                    }
                }
            }
            #expect(attempts.withLock(\.self) == (isFinished ? 1 : 2))
            #expect(failure is CancellationError == isFinished)
        }
    }

    @Test func `an outage before it does not count when a run cannot be prepared`() async throws {
        try await withWorker { worker, store in
            let task = try await store.ask("Paint it.")
            let outage = StageFailure(remedy: .tryAgainLater, failure: .repositoryUnavailable, detail: "no route")
            for number in 1...20 {
                let run = try #require(try await store.claim(task))
                let error: any Error = number == 20 ? WorkerError(action: "look", reason: "odd") : outage
                await worker.queue.runner().recover(run, RunStop(), from: error)
                #expect(try await store.task(task)?.state == .queued)
            }
            for _ in 2...worker.queue.runner().policy.mostPreparations {
                let run = try #require(try await store.claim(task))
                await worker.queue.runner().recover(run, RunStop(), from: WorkerError(action: "look", reason: "odd"))
            }
            #expect(try await store.task(task)?.outcome == TaskResult.notRun)
            #expect(try await Self.answer(in: store).contains("Something went wrong on the server"))
        }
    }

    @Test(arguments: [false, true])
    func `a run that loses its network goes back to the queue unless its agent had begun`(
        hasBegun: Bool
    ) async throws {
        try await withWorker { worker, store in
            let run = try await Self.claimed(store)
            if hasBegun { try await store.start(run.task.id, containerName: "c") }
            let lost = SandboxError(kind: .networkLost, action: "go on", reason: "the proxy was killed")
            let runner = worker.queue.runner()
            await runner.recover(run, RunStop(), from: runner.agent.failure(lost))
            #expect(try await store.task(run.task.id)?.state == (hasBegun ? .finished : .queued))
            guard hasBegun else { return }
            #expect(try await Self.answer(in: store).contains("the sandbox's network broke down"))
        }
    }

    @Test func `stopping a run that waits for a slot to go on does not wait for the slot`() async throws {
        try await withWorker { worker, store in
            let run = try await Self.claimed(store)
            let past = Suspension(
                cause: .serviceFailure, notBefore: Date(timeIntervalSinceNow: -1),
                result: TaskResult(outcome: "network"))
            #expect(try await store.suspend(run.task.id, past))
            try await worker.queue.slots.withSlot(of: RepositoryID("other")!) {
                try await withThrowingDiscardingTaskGroup { group in
                    group.addTask { await worker.queue.run() }
                    defer { group.cancelAll() }
                    let isInLine = try await eventually { worker.queue.slots.waitingCount == 1 }
                    let isWithdrawn = try await worker.withdraw(run.task.id)
                    let isReported = try await eventually { try await store.task(run.task.id)?.endedAt != nil }
                    #expect(isInLine && isWithdrawn && isReported)
                }
            }
            #expect(try await Self.answer(in: store).contains("The run was stopped by"))
        }
    }

    private static func claimed(_ store: Store) async throws -> Run {
        try #require(try await store.claim(store.ask("Paint it.")))
    }

    /// What a run has to publish that waited and was taken up again.
    private static func work(in store: Store, _ runner: TaskRunner, isFinished: Bool = false) async throws -> Work {
        let run = try await claimed(store)
        try await store.updateConversation(run.conversation.id) {
            $0.workspaceBase = "0123"
            $0.branch = "airut/x"
        }
        let past = Suspension(
            cause: .serviceFailure, notBefore: Date(timeIntervalSinceNow: -1),
            result: TaskResult(outcome: "network", costUSD: 0.25))
        #expect(try await store.suspend(run.task.id, past))
        let again = try #require(try await store.claim(run.task.id))
        return Work(
            run: again, directory: runner.preparation.directory(of: again), summary: nil, isFinished: isFinished)
    }

    /// The only mail.
    private static func answer(in store: Store) async throws -> String {
        let mails = try await store.outgoing(web, state: .pending)
        #expect(mails.count == 1)
        return String(decoding: mails.first?.mail.raw ?? [], as: UTF8.self)
            .replacing("=\r\n", with: "").replacing("\r\n", with: " ")
    }

    private static let web = Store.web

    private func withWorker(
        retries: RetryPolicy = RetryPolicy(), _ body: (RepositoryWorker, Store) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { path in
            var repository = RepositorySettings()
            repository.id = Store.web
            repository.repoURL = path + "/no-remote.git"
            repository.publish.mode = .branch
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let state = StateDirectory(path: path)
            let store = try Store(path: state.database)
            // Whatever it is asked, there is no such container.
            let host = PodmanHost(command: ["/bin/false"], instance: "test")
            var server = ServerConfiguration()
            server.repositories = [repository]
            let shared = RepositoryWorker.Shared(
                server: server, state: state, store: store, slots: SlotAllocator(slots: 1),
                sandbox: Sandbox(host: host, initPath: "/none"),
                networks: NetworkSandbox(host: host, tools: .standard(in: "/none"), folder: state.networks),
                podman: host, tools: ToolFolder(path: "/none"),
                claude: ClaudeReleases(server.claude, state: state, logger: logger), retries: retries)
            try await body(RepositoryWorker(repository, shared, logger: logger), store)
        }
    }
}

extension Publisher {
    fileprivate func takeAllTurns() async throws -> [Slot] {
        var taken: [Slot] = []
        while let slot = try await turns.take(of: repository.id, within: .milliseconds(50)) { taken.append(slot) }
        return taken
    }
}
