import AirutConfig
import AirutForge
import AirutModel
import AirutPolicy
import Logging
import ServiceLifecycle

extension Publisher {
    /// Does something at the remote or the forge in its turn, and again as long as a failure may pass by itself.
    ///
    /// A server that stops does not wait for that: it tries once more.
    ///
    /// - Throws: the last failure; `CancellationError`.
    func persisting<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        var backOff = BackOff(from: policy.firstPublishingDelay, to: policy.longestPublishingDelay)
        let end = ContinuousClock.now + policy.longestPublishing
        while true {
            do {
                return try await turns.withSlot(of: repository.id, body)
            } catch let error where Self.mayPass(error) && ContinuousClock.now < end && !Task.isShuttingDownGracefully {
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
