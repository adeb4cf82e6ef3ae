import AirutModel
public import FoundationEssentials

/// Tells a loop that there may be work: any number of signals while it is busy are one.
///
/// One loop waits, anybody signals.
public final class Wakeup: Sendable {
    private struct State {
        var isSignalled = false
        var isFinished = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Locked(State())
    private let clock: WallClock

    public init(clock: WallClock = .system) { self.clock = clock }

    public func signal() { wake { _ in } }

    /// For good: nobody need wait any more.
    public func finish() { wake { $0.isFinished = true } }

    public var isFinished: Bool { state.withLock(\.isFinished) }

    /// Returns at the next signal (at once if there was one since the last wait), at the given time, or when cancelled.
    ///
    /// A clock that jumps makes it return early or at once, never later than it would have without.
    public func wait(until date: Date? = nil) async {
        guard let date else { return await waitForSignal() }
        let end = ContinuousClock.now + .seconds(max(0, date.timeIntervalSince(clock.now)))
        await waitForSignal {
            // In pieces: after a jump forward the time has come within a minute.
            while date > self.clock.now, ContinuousClock.now < end, !Task.isCancelled {
                try? await Task.sleep(until: min(end, ContinuousClock.now + .seconds(60)))
            }
        }
    }

    /// Returns at the next signal, after that time, or when cancelled.
    public func wait(for duration: Duration) async {
        await waitForSignal { try? await Task.sleep(for: duration) }
    }

    private func waitForSignal(or sleep: @escaping @Sendable () async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.waitForSignal() }
            group.addTask { await sleep() }
            await group.next()
            group.cancelAll()
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        state.withLock { state in
            change(&state)
            if let waiter = state.waiter {
                state.waiter = nil
                waiter.resume()
            } else {
                state.isSignalled = true
            }
        }
    }

    private func waitForSignal() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    if state.isSignalled || state.isFinished || Task.isCancelled {
                        state.isSignalled = false
                        continuation.resume()
                    } else {
                        state.waiter = continuation
                    }
                }
            }
        } onCancel: {
            state.withLock { state in
                state.waiter?.resume()
                state.waiter = nil
            }
        }
    }
}
