import AirutModel

/// A run's slot, which others have while the run waits for a server that may not answer.
final class LentSlot: Sendable {
    /// So long a run has its slot to itself while it waits for another server.
    static let patience: Duration = .seconds(5)

    private let slots: SlotAllocator
    private let repository: RepositoryID
    private let held: Locked<Slot?>

    /// - Throws: `CancellationError` when cancelled while waiting.
    init(of repository: RepositoryID, from slots: SlotAllocator) async throws {
        self.slots = slots
        self.repository = repository
        held = Locked(try await slots.take(of: repository))
    }

    /// More than once does no harm.
    func giveBack() {
        held.withLock { slot in
            slot?.giveBack()
            slot = nil
        }
    }

    /// Runs a body; when that takes longer than `patience`, others have the slot until it is done.
    ///
    /// - Throws: what the body throws, then possibly without the slot; `CancellationError`.
    func lending<Value: Sendable>(
        after patience: Duration = LentSlot.patience, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let value = try await yielding(after: patience, body)
        if held.withLock({ $0 == nil }) {
            let slot = try await slots.take(of: repository)
            held.withLock { $0 = slot }
        }
        return value
    }

    /// Runs a body; when that takes longer than `patience`, others have the slot from then on, until the next
    /// ``lending(after:_:)`` is done.
    func yielding<Value: Sendable>(
        after patience: Duration = LentSlot.patience, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                // Cancelled, it says nothing: what the body has got must not be lost.
                guard (try? await Task.sleep(for: patience)) != nil else { return nil }
                self.giveBack()
                return nil
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let finished { return finished }
            }
            throw CancellationError()
        }
    }
}
