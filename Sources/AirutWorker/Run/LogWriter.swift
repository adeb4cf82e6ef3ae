import AirutModel
import FoundationEssentials
import Logging

/// Writes lines of a run to one of its logs as they come.
///
/// Lines that come faster than the disk takes them are written together: one write holds whatever arrived during the last.
final class LogWriter: Sendable {
    private struct State {
        let mostLoggedBytes: Int
        var unwritten: [Data] = []
        var unwrittenBytes = 0
        var loggedBytes = 0
        var isFinished = false
        var isMissingSome = false

        mutating func takeBatch() -> [Data] {
            loggedBytes += unwrittenBytes
            defer { (unwritten, unwrittenBytes) = ([], 0) }
            return loggedBytes > mostLoggedBytes ? [] : unwritten
        }
    }

    private let task: TaskID
    private let write: @Sendable ([Data]) async throws -> Void
    private let logger: Logger
    private let mostWaitingBytes: Int
    private let state: Locked<State>
    private let arrived = Wakeup()
    private let room = Wakeup()

    /// - Parameters:
    ///   - mostWaitingBytes: lines in memory until they are written.
    ///   - mostLoggedBytes: of all lines; those that come later are not kept.
    ///   - write: appends lines to the log. It is called for each batch, also when nothing of it is to be kept.
    init(
        of task: TaskID, mostWaitingBytes: Int = 4 << 20, mostLoggedBytes: Int, logger: Logger,
        write: @escaping @Sendable ([Data]) async throws -> Void
    ) {
        self.task = task
        self.write = write
        self.logger = logger
        self.mostWaitingBytes = mostWaitingBytes
        state = Locked(State(mostLoggedBytes: mostLoggedBytes))
    }

    /// Returns when there is room for more: nobody can write faster than the disk.
    func add(_ line: Data) async {
        state.withLock { state in
            state.unwritten.append(line)
            state.unwrittenBytes += line.count
        }
        arrived.signal()
        while state.withLock({ $0.unwrittenBytes }) > mostWaitingBytes, !Task.isCancelled { await room.wait() }
    }

    /// Writes lines while the body runs, and the last of them before it returns.
    func during<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        async let written: Void = writeBatches()
        let result: Result<Value, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        finish()
        await written
        await flush()
        return try result.get()
    }

    /// No more lines will come: ``writeBatches()`` returns, and ``flush()`` writes what is left.
    private func finish() {
        state.withLock { $0.isFinished = true }
        arrived.signal()
    }

    /// Ends after ``finish()`` and when cancelled. The only writer as long as it runs: batches keep their order.
    private func writeBatches() async {
        while !Task.isCancelled, !state.withLock({ $0.isFinished }) {
            await flush()
            room.signal()
            await arrived.wait()
        }
    }

    /// Writes what has not been written yet. Lines the disk does not take are left out of the log: the run goes on.
    private func flush() async {
        do {
            try await write(state.withLock { $0.takeBatch() })
        } catch {
            // Once for a run: on a full disk there would be another line for each of the run's.
            let isNews = state.withLock { state in
                defer { state.isMissingSome = true }
                return !state.isMissingSome
            }
            guard isNews else { return }
            logger.error("lines are missing from a run's log", metadata: ["task": "\(task)", "reason": "\(error)"])
        }
    }
}
