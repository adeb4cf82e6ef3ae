import AirutMail
import AirutModel
import AirutPolicy
import AirutStore
import FoundationEssentials

/// What the proxies of a task's network and of its image's build wrote down.
struct NetworkLog: Sendable {
    let store: Store

    /// What was blocked, as the reply tells it; `nil` when nothing was, or the log cannot be read.
    func blocked(_ log: RunLog, of task: TaskID) async -> BlockedHosts? {
        // As the proxy's JSON has it; within a text, the quotation marks would be escaped.
        let mark = #""decision":"blocked""#
        let lines = try? await store.lines(log, of: task, containing: mark, limit: Self.mostRequests)
        return BlockedHosts((lines ?? []).compactMap { Self.request($0.line) })
    }

    /// Nobody reads more of them in a mail.
    private static let mostRequests = 1000

    private static func request(_ line: Data) -> BlockedRequest? {
        (try? JSONDecoder().decode(ProxyVerdict.self, from: line)).flatMap { BlockedRequest($0) }
    }
}
