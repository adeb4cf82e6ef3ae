import AirutModel
import AirutStore
import FoundationEssentials
import Logging
import ServiceLifecycle

/// Runs the repository's queued tasks, each as soon as it gets a slot, conversations side by side.
///
/// On graceful shutdown nothing new is begun and what runs goes on; cancelled, containers are stopped and the rest is
/// sorted out at the next start.
struct TaskQueue: Sendable {
    let repository: RepositoryID
    let store: Store
    let slots: SlotAllocator
    /// One run at a time fetches into the mirror.
    let mirrorTurns: SlotAllocator
    let running: RunningTasks
    /// Takes one task through its stages, with the settings of now.
    let runner: @Sendable () -> TaskRunner
    let hold = QueueHold()
    /// Why nothing may begin now, a sentence; `nil` when there is room on the disks.
    let diskShortage: @Sendable () async -> String?
    /// Has what image builds left there removed.
    let makeRoom: @Sendable () async -> Void
    let clock: WallClock
    let logger: Logger
    let loop: Loop

    private static let pauseAfterFailure: Duration = .seconds(15)

    func run() async {
        await withDiscardingTaskGroup { group in
            await loop.run {
                for task in try await store.leftTasks(repository) {
                    guard let stop = running.takeLeft(task) else { continue }
                    group.addTask { await self.holding(task, stop) { try await self.takeUp(task) } }
                }
                // Who lets go of the queue wakes it.
                if hold.isOn { return nil }
                // One instant for both questions: a time that passes between them would be missed.
                let now = clock.now
                let tasks = try await store.queuedTasks(repository, at: now)
                if !tasks.isEmpty, let shortage = await diskShortage() {
                    await makeRoom()
                    throw WorkerError(action: "begin a run", reason: shortage)
                }
                for task in tasks {
                    guard let stop = running.take(task.id) else { continue }
                    group.addTask { await self.holding(task.id, stop) { try await self.attempt(task, stop) } }
                }
                return try await store.nextHeldTask(repository, after: now)
            }
        }
        await putBack()
    }

    /// What was only being prepared waits for the next start, which must not take this end for a crash.
    private func putBack() async {
        for task in (try? await store.leftTasks(repository)) ?? [] {
            guard let run = try? await store.runningTask(task), run.task.startedAt == nil else { continue }
            _ = try? await store.requeue(task)
        }
    }

    /// Whoever waits for a remote has no slot that another repository could use; and whoever has the turn at the mirror
    /// waits for nothing but the remote: the slot comes first, and once lent it is taken again after the fetch.
    private func attempt(_ task: TaskRecord, _ stop: RunStop) async throws {
        let slot = try await LentSlot(of: repository, from: slots)
        defer { slot.giveBack() }
        let turn = try await slot.yielding { try await mirrorTurn(for: task) }
        defer { turn?.place.giveBack() }
        // The waits may have been long.
        guard await diskShortage() == nil else { return }
        // Claimed only now: what arrives while waiting still joins this run.
        guard !hold.isOn, !Task.isShuttingDownGracefully, stop.leaveLine(), let run = try await store.claim(task.id)
        else { return }
        await runner().run(run, stop, RunPlaces(mirrorTurn: turn, slot: slot))
    }

    /// - Returns: `nil` when the run can do without, and others had the mirror for too long.
    private func mirrorTurn(for task: TaskRecord) async throws -> MirrorTurn? {
        let runner = runner()
        guard try await runner.preparation.canDoWithoutFetch(task) else {
            return MirrorTurn(place: try await mirrorTurns.take(of: repository), fetchLimit: nil)
        }
        let end = ContinuousClock.now + runner.policy.optionalFetchWait
        let place = try await mirrorTurns.take(of: repository, within: runner.policy.optionalFetchWait)
        return place.map { MirrorTurn(place: $0, fetchLimit: max(end - .now, .zero)) }
    }

    /// A task that is recorded as running, but by nobody's hand. Without a slot, since no agent runs.
    private func takeUp(_ task: TaskID) async throws {
        // Looked at again: it may have ended between the list and our taking it.
        guard let run = try await store.runningTask(task) else { return }
        if run.task.startedAt == nil, run.task.stoppedBy == nil {
            try await store.requeue(task)
        } else {
            await runner().settleLeftover(run)
        }
    }

    /// Does something with a task that was taken, and gives it back.
    private func holding(_ task: TaskID, _ stop: RunStop, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch is CancellationError {
        } catch {
            logger.error("cannot run a task", metadata: ["task": "\(task)", "reason": "\(error)"])
            // It stays where it is; a store that takes no writes must not be asked at once again.
            try? await Task.sleep(for: Self.pauseAfterFailure)
        }
        running.release(task, stop)
        loop.wakeup.signal()
    }
}
