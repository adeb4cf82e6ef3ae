public import AirutConfig

/// One thing that is tried out against the world, with a time limit of its own.
public struct Probe: Sendable {
    /// For people: `web: mailbox`.
    public let name: String
    public let limit: Duration
    let body: @Sendable () async throws -> [ProbeFinding]

    init(_ name: String, limit: Duration = .seconds(30), body: @escaping @Sendable () async throws -> [ProbeFinding]) {
        self.name = name
        self.limit = limit
        self.body = body
    }

    /// Tries it; whatever goes wrong is a finding.
    public func run() async -> [ProbeFinding] {
        await withTaskGroup(of: [ProbeFinding]?.self) { group in
            group.addTask {
                do {
                    return try await body()
                } catch is CancellationError {
                    return nil
                } catch {
                    return [.error("\(error)")]
                }
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? [.error("there was no answer within \(limit.components.seconds) seconds")]
        }
    }
}
