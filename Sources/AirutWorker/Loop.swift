import AirutModel
import FoundationEssentials
import Logging
import ServiceLifecycle

/// Does a piece of work again and again: whenever signalled, at a time the work itself names, and after a pause when it
/// failed. Ends when cancelled, never by an error: what the work is about stays in the store.
struct Loop: Sendable {
    let wakeup: Wakeup
    /// What the work does, as a verb phrase: "send mail".
    let purpose: String
    let logger: Logger

    init(purpose: String, clock: WallClock = .system, logger: Logger) {
        wakeup = Wakeup(clock: clock)
        self.purpose = purpose
        self.logger = logger
    }

    /// Ends when cancelled, after ``finish()``, and on graceful shutdown.
    ///
    /// - Parameters:
    ///   - drains: goes on during a graceful shutdown: others still make work for it.
    ///   - pass: does what can be done now and returns when there will be more to do, if that is known.
    func run(drains: Bool = false, _ pass: () async throws -> Date?) async {
        await withGracefulShutdownHandler {
            var backOff = BackOff(from: .seconds(1), to: .seconds(60))
            while !Task.isCancelled, !wakeup.isFinished {
                do {
                    let next = try await pass()
                    backOff.reset()
                    await wakeup.wait(until: next)
                } catch {
                    if Task.isCancelled { return }
                    let delay = backOff.delay()
                    logger.error(
                        "cannot \(purpose); trying again", metadata: ["reason": "\(error)", "in": "\(delay)"])
                    await wakeup.wait(for: delay)
                }
            }
        } onGracefulShutdown: {
            if !drains { finish() }
        }
    }

    /// Ends the loop after what it is doing.
    func finish() { wakeup.finish() }
}
