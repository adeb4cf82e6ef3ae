import FoundationEssentials
import Synchronization

/// Tells a loop that there may be work: any number of signals while it is busy are one.
///
/// One loop waits, anybody signals.
final class Wakeup: Sendable {
    private struct State {
        var isSignalled = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func signal() {
        state.withLock { state in
            if let waiter = state.waiter {
                state.waiter = nil
                waiter.resume()
            } else {
                state.isSignalled = true
            }
        }
    }

    /// Returns at the next signal (at once if there was one since the last wait), at the given time, or when cancelled.
    func wait(until date: Date? = nil) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.waitForSignal() }
            if let date {
                // Sleeping in pieces: after a jump of the clock the date is right again within a minute.
                group.addTask {
                    while date.timeIntervalSinceNow > 0, !Task.isCancelled {
                        try? await Task.sleep(for: .seconds(min(60, date.timeIntervalSinceNow)))
                    }
                }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func waitForSignal() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    if state.isSignalled || Task.isCancelled {
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
