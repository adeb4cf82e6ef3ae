import AirutConfig
import AirutForge
import AirutModel
import AirutPolicy
import Logging
import ServiceLifecycle

extension Publisher {
    /// Does something at the remote or the forge in its turn, and again as long as a failure may pass by itself.
    ///
    /// A server that stops does not wait for that. Of a run that came to its end all that is left to do is recorded: it is
    /// left to the next start. Of any other it is tried once more.
    ///
    /// - Throws: the last failure; `CancellationError`.
    func persisting<Value: Sendable>(
        with work: Work, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        var backOff = BackOff(from: policy.firstPublishingDelay, to: policy.longestPublishingDelay)
        let end = ContinuousClock.now + policy.longestPublishing
        while true {
            let isLast = Task.isShuttingDownGracefully
            do {
                return try await turns.withSlot(of: repository.id, body)
            } catch let error where Self.mayPass(error) && ContinuousClock.now < end {
                if Task.isShuttingDownGracefully, work.isFinished {
                    logger.warning("publishing is left to the server's next start", metadata: ["reason": "\(error)"])
                    throw CancellationError()
                }
                if isLast { throw error }
                logger.warning("publishing failed; trying again", metadata: ["reason": "\(error)"])
                let delay = backOff.delay()
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
                try Task.checkCancellation()
            }
        }
    }

    private static func mayPass(_ error: any Error) -> Bool {
        if let failure = error as? GitFailure { return failure.kind == .unreachable || failure.kind == .timedOut }
        return (error as? ForgeError)?.isTransient ?? false
    }
}
