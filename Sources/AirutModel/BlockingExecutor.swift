/// A serial executor with a thread of its own: an actor on it may make blocking C calls without taking a thread
/// from Swift's cooperative pool.
///
/// The thread starts with the first job and ends when the executor is released and its queue is empty.
///
/// ```swift
/// actor Mirror {
///     private let executor = BlockingExecutor(label: "airut.git")
///     nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
/// }
/// ```
public final class BlockingExecutor: SerialExecutor {
    private let queue: JobQueue

    /// - Parameter label: whose thread it is, for the message when none can be started.
    public init(label: String) { queue = JobQueue(label: label) }

    deinit { queue.finish() }

    public func enqueue(_ job: consuming ExecutorJob) {
        unsafe queue.add(Job(job: UnownedJob(job), executor: asUnownedSerialExecutor()))
    }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { unsafe UnownedSerialExecutor(ordinary: self) }
}
