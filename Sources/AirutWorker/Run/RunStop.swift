import AirutModel
import AirutSandbox

/// A run's brake: lets another task end it, whether it is being prepared or its agent runs.
final class RunStop: Sendable {
    private struct State {
        var stopper: Stopper?
        var isOver = false
        /// It has not been begun with: it waits for its slot.
        var isInLine = true
        var container: ChildStop?
    }

    private let state = Locked(State())
    private let requested = Wakeup()

    /// What ends the container; made only now, since it costs a descriptor and most tasks only wait.
    func containerStop() throws -> ChildStop {
        let container = try ChildStop()
        let isStopped = state.withLock { state in
            state.container = container
            return state.stopper != nil
        }
        if isStopped { container.stop() }
        return container
    }

    /// Asks for the end; returns at once.
    ///
    /// - Returns: `false` when it is too late: the run has ended by itself.
    func request(by stopper: Stopper) -> Bool {
        state.withLock { state in
            guard !state.isOver else { return false }
            if state.stopper == nil { state.stopper = stopper }
            state.container?.stop()
            requested.signal()
            return true
        }
    }

    /// Who asked for the end, if anybody did.
    var stopper: Stopper? { state.withLock { $0.stopper } }

    /// From now on it is too late to ask.
    ///
    /// - Returns: who asked before.
    @discardableResult
    func close() -> Stopper? {
        state.withLock { state in
            state.isOver = true
            return state.stopper
        }
    }

    /// It is about to be taken from the queue.
    ///
    /// - Returns: `false` when somebody else took it over while it waited for its slot.
    func leaveLine() -> Bool {
        state.withLock { state in
            state.isInLine = false
            return !state.isOver
        }
    }

    /// Whoever waits with it for a slot does not do anything with it any more.
    ///
    /// - Returns: `false` when it does not wait for a slot.
    func takeOver() -> Bool {
        state.withLock { state in
            guard state.isInLine else { return false }
            state.isOver = true
            return true
        }
    }

    /// Runs a body that is cancelled when somebody asks for the end.
    ///
    /// - Throws: what the body throws, or ``Stopped``.
    func guarding<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while !Task.isCancelled, self.stopper == nil { await self.requested.wait() }
                return nil
            }
            defer { group.cancelAll() }
            let first: Value??
            do {
                first = try await group.next()
            } catch {
                if let stopper { throw Stopped(by: stopper) }
                throw error
            }
            if let value = first ?? nil { return value }
            guard let stopper else { throw CancellationError() }
            throw Stopped(by: stopper)
        }
    }
}

/// Somebody ended a run before its agent had begun.
struct Stopped: Error {
    let by: Stopper
}
