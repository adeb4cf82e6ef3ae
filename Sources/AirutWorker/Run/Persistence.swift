import AirutModel
import AirutStore
import Logging

/// Records what happened although the disk may be full: tried again until it works, since giving up would lose it.
struct Persistence: Sendable {
    let logger: Logger

    /// Ends when the body succeeds, when somebody else has recorded it already, or when cancelled: even then it is tried
    /// once.
    ///
    /// - Returns: whether the body succeeded.
    @discardableResult
    func retry(_ body: () async throws -> Void) async -> Bool {
        var backOff = BackOff(from: .seconds(1), to: .seconds(60))
        repeat {
            do {
                try await body()
                return true
            } catch let error as StoreError where error.kind == .conflict || error.kind == .missing {
                logger.error("a result was already recorded", metadata: ["reason": "\(error)"])
                return false
            } catch {
                logger.error("cannot record a result; trying again", metadata: ["reason": "\(error)"])
                try? await Task.sleep(for: backOff.delay())
            }
        } while !Task.isCancelled
        return false
    }
}
