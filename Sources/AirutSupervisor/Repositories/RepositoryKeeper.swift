import AirutConfig
import AirutModel
import AirutWorker
import FoundationEssentials
import Logging
import ServiceLifecycle

/// Keeps a repository served: one worker at a time, begun again when it fails, replaced when its settings want that, and
/// ended when the repository is removed and everything it had taken is carried through.
final class RepositoryKeeper: Sendable {
    private struct State {
        var plan: RepositoryPlan
        var worker: RepositoryWorker
        /// It has not run yet.
        var isFresh = true
        /// Why the worker that is about to be begun again ended.
        var failure: String?
        var isOver = false
    }

    private enum Ending: Sendable {
        case ended
        case failed(String)
    }

    let id: RepositoryID
    private let state: Locked<State>
    private let wakeup = Wakeup()
    private let logger: Logger

    init(_ settings: RepositoryPlan.Settings, logger: Logger) {
        id = settings.repository.id
        var logger = logger
        logger[metadataKey: "repository"] = "\(id)"
        self.logger = logger
        let worker = RepositoryWorker(settings.repository, settings.shared, logger: logger)
        state = Locked(State(plan: RepositoryPlan(settings), worker: worker))
    }

    var worker: RepositoryWorker { state.withLock(\.worker) }
    var plan: RepositoryPlan { state.withLock(\.plan) }
    var failure: String? { state.withLock(\.failure) }

    /// Has the repository served by these settings, as soon as they allow.
    ///
    /// - Returns: `false` when it was removed and has come to its end: it needs another keeper.
    func want(_ settings: RepositoryPlan.Settings) -> Bool {
        let isAlive = state.withLock { state in
            guard !state.isOver else { return false }
            _ = state.plan.want(settings, at: Date())
            let present = state.plan.present
            state.worker.apply(present.repository, of: present.shared.server)
            return true
        }
        wakeup.signal()
        return isAlive
    }

    /// Takes no further mail, and ends when everything that was taken is carried through.
    func remove() {
        state.withLock { $0.plan.remove() }
        wakeup.signal()
    }

    /// Has a restart that waits happen now: agents that run are interrupted.
    func hurry() -> Bool {
        defer { wakeup.signal() }
        return state.withLock { $0.plan.hurry() }
    }

    /// To be called after changes in the store: somebody may have waited for them.
    func look() {
        if plan.step != .serve { wakeup.signal() }
    }

    /// Ends when cancelled, on graceful shutdown, or when the removed repository is drained.
    func run() async {
        var backOff = BackOff(from: .seconds(1), to: .seconds(60))
        while !Task.isCancelled, !Task.isShuttingDownGracefully, let worker = nextWorker() {
            let start = ContinuousClock.now
            guard case .failed(let reason) = await serve(worker) else { continue }
            if ContinuousClock.now - start > .seconds(300) { backOff.reset() }
            await pause(backOff.delay(), reason)
        }
    }

    private func nextWorker() -> RepositoryWorker? {
        state.withLock { state in
            if state.isOver { return nil }
            defer { state.isFresh = false }
            if state.isFresh, state.plan.step == .serve { return state.worker }
            let settings = state.plan.renew()
            state.worker = RepositoryWorker(settings.repository, settings.shared, logger: logger)
            return state.worker
        }
    }

    private func pause(_ delay: Duration, _ reason: String) async {
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        state.withLock { $0.failure = reason }
        logger.error("a worker failed; starting it again", metadata: ["reason": "\(reason)", "in": "\(delay)"])
        // Changed settings may be what it needs.
        await cancelWhenGracefulShutdown { await self.wakeup.wait(for: delay) }
        state.withLock { $0.failure = nil }
    }

    /// One worker's life. It has a shutdown of its own besides the server's.
    private func serve(_ worker: RepositoryWorker) async -> Ending {
        let service = ServiceGroupConfiguration.ServiceConfiguration(
            service: worker, successTerminationBehavior: .gracefullyShutdownGroup, serviceName: "\(id)")
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [service], logger: logger))
        return await withTaskGroup(of: Ending?.self) { tasks in
            tasks.addTask {
                do {
                    try await group.run()
                    return .ended
                } catch {
                    return .failed("\(error)")
                }
            }
            tasks.addTask {
                await self.attend(worker, group)
                return nil
            }
            let first = await tasks.next()
            tasks.cancelAll()
            if let ending = first ?? nil { return ending }
            // In a hurry: whatever the worker says when it is cut off.
            await tasks.waitForAll()
            return .ended
        }
    }

    /// Does with the worker what the plan says. Ends when the worker is to be cut off.
    private func attend(_ worker: RepositoryWorker, _ group: ServiceGroup) async {
        while !Task.isCancelled {
            do {
                switch plan.step {
                case .serve: worker.hold(false)
                case .restartNow: return logger.notice("restarting the worker at once")
                case .restartWhenIdle:
                    worker.hold(true)
                    if try await worker.isIdle { await group.triggerGracefulShutdown() }
                case .drain:
                    worker.hold(false)
                    worker.stopTaking()
                    if try await worker.isDrained, end() { await group.triggerGracefulShutdown() }
                }
                await wakeup.wait()
            } catch {
                // The store will be heard of again.
                await wakeup.wait(for: .seconds(15))
            }
        }
    }

    /// - Returns: `false` when the repository is wanted again.
    private func end() -> Bool {
        state.withLock { state in
            state.isOver = state.plan.isRemoved
            return state.isOver
        }
    }
}
