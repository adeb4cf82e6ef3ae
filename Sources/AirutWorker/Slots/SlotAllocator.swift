import AirutModel

/// Lets at most `execution.max_concurrent` agents run at a time, over all repositories, in turn between them.
///
/// A lock instead of an actor: a waiter's cancellation arrives outside of any actor and must take effect at once.
public final class SlotAllocator: Sendable {
    private struct State: ~Copyable {
        /// Negative while more run than there are slots now.
        var free: Int
        var slots: Int
        var queue = FairQueue<Int>()
        var waiters: [Int: CheckedContinuation<Void, any Error>] = [:]
        var lastTicket = 0
    }

    private let state: Locked<State>

    public init(slots: Int) { state = Locked(State(free: slots, slots: slots)) }

    /// There are so many slots from now on. Who has one keeps it.
    public func resize(to slots: Int) {
        state.withLock { state in
            state.free += slots - state.slots
            state.slots = slots
            while state.free > 0, let ticket = state.queue.next() {
                state.free -= 1
                state.waiters.removeValue(forKey: ticket)?.resume()
            }
        }
    }

    /// Takes a slot for as long as it is needed. Whoever takes one gives it back on each path.
    ///
    /// - Throws: `CancellationError` when cancelled while waiting.
    func take(of repository: RepositoryID) async throws -> Slot {
        try await acquire(for: repository)
        return Slot { self.release() }
    }

    /// - Returns: `nil` when none was to be had within that time; one that is free at once always is.
    /// - Throws: `CancellationError` when cancelled while waiting.
    func take(of repository: RepositoryID, within limit: Duration) async throws -> Slot? {
        try Task.checkCancellation()
        if state.withLock({ Self.takeFree(of: repository, &$0) }) { return Slot { self.release() } }
        let slot = await withTaskGroup(of: Slot?.self) { group in
            group.addTask { try? await self.take(of: repository) }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            // It may come at the last moment.
            return await group.reduce(first) { $0 ?? $1 }
        }
        guard Task.isCancelled else { return slot }
        slot?.giveBack()
        throw CancellationError()
    }

    /// Runs the body while holding a slot.
    ///
    /// - Throws: what the body throws, or `CancellationError` when cancelled while waiting.
    func withSlot<Value: Sendable>(
        of repository: RepositoryID, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await acquire(for: repository)
        defer { release() }
        return try await body()
    }

    /// How many wait for a slot.
    var waitingCount: Int { state.withLock { $0.waiters.count } }

    private func acquire(for repository: RepositoryID) async throws {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait(with: ticket, of: repository, continuation: $0) }
        } onCancel: {
            abandon(ticket)
        }
    }

    private func wait(
        with ticket: Int, of repository: RepositoryID, continuation: CheckedContinuation<Void, any Error>
    ) {
        state.withLock { state in
            // Looked at under the lock: a cancellation before this found no waiter to abandon.
            if Task.isCancelled {
                continuation.resume(throwing: CancellationError())
            } else if Self.takeFree(of: repository, &state) {
                continuation.resume()
            } else {
                state.queue.add(ticket, of: repository)
                state.waiters[ticket] = continuation
            }
        }
    }

    /// Nobody waits while one is free.
    private static func takeFree(of repository: RepositoryID, _ state: inout State) -> Bool {
        guard state.free > 0 else { return false }
        state.free -= 1
        state.queue.markServed(repository)
        return true
    }

    private func abandon(_ ticket: Int) {
        state.withLock { state in
            guard state.queue.remove(ticket) else { return }
            state.waiters.removeValue(forKey: ticket)?.resume(throwing: CancellationError())
        }
    }

    /// The slot goes straight to the next in line, so that nobody can overtake.
    private func release() {
        state.withLock { state in
            if state.free >= 0, let ticket = state.queue.next() {
                state.waiters.removeValue(forKey: ticket)?.resume()
            } else {
                state.free += 1
            }
        }
    }
}
