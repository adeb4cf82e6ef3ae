import AirutModel
import AirutStore
import FoundationEssentials
import Logging
import ServiceLifecycle
import Synchronization

/// Runs the repository's queued tasks, each as soon as it gets a slot, conversations side by side.
///
/// On graceful shutdown nothing new is begun and what runs goes on; cancelled, containers are stopped and the rest is
/// sorted out at the next start.
struct TaskQueue: Sendable {
    let repository: RepositoryID
    let store: Store
    let slots: SlotAllocator
    let runner: TaskRunner
    let logger: Logger
    let loop: Loop

    private static let pauseAfterFailure: Duration = .seconds(15)

    func run() async {
        let waiting = WaitingTasks()
        await withDiscardingTaskGroup { group in
            await loop.run {
                for task in try await store.queuedTasks(repository) where waiting.insert(task.id) {
                    group.addTask { await self.attempt(task.id, waiting) }
                }
                return try await store.nextHeldTask(repository)
            }
        }
    }

    private func attempt(_ task: TaskID, _ waiting: WaitingTasks) async {
        do {
            try await slots.withSlot(of: repository) {
                // Claimed only now: what arrives while waiting for the slot still joins this run.
                guard !Task.isShuttingDownGracefully, let run = try await store.claim(task) else { return }
                await runner.run(run)
            }
        } catch is CancellationError {
        } catch {
            logger.error("cannot run a task", metadata: ["task": "\(task)", "reason": "\(error)"])
            // It stays in the queue; a store that takes no writes must not be asked at once again.
            try? await Task.sleep(for: Self.pauseAfterFailure)
        }
        waiting.remove(task)
        loop.wakeup.signal()
    }
}

/// Tasks that were handed a place in line already.
private final class WaitingTasks: Sendable {
    private let ids = Mutex<Set<TaskID>>([])

    func insert(_ id: TaskID) -> Bool { ids.withLock { $0.insert(id).inserted } }
    func remove(_ id: TaskID) { ids.withLock { _ = $0.remove(id) } }
}
