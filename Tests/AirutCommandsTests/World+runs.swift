import AirutMail
import AirutModel
import AirutStore
import AirutTestMail
import AirutTestSupport
import AirutWorker
import Foundation
import Testing

@testable import AirutCommands

extension RetryPolicy {
    /// Without anything to wait for.
    static var quick: RetryPolicy {
        var policy = RetryPolicy()
        policy.firstPreparationDelay = .milliseconds(50)
        policy.longestPreparationDelay = .milliseconds(50)
        policy.firstServiceDelay = .milliseconds(50)
        policy.longestServiceDelay = .milliseconds(50)
        policy.firstPublishingDelay = .milliseconds(50)
        policy.longestPublishingDelay = .milliseconds(50)
        policy.limitPause = .milliseconds(50)
        policy.shortestLimitPause = .milliseconds(50)
        policy.limitJitter = .zero
        return policy
    }
}

extension World {
    static let fruits = RepositoryID("fruits")!

    /// What the agent of the only conversation was told in its `number`-th turn.
    func prompt(_ number: Int) throws -> String { try storedText("prompt-\(number)") }

    func arguments(_ number: Int) throws -> String { try storedText("arguments-\(number)") }

    /// Returns once the agent waits in its `number`-th turn.
    func agentWaits(inTurn number: Int = 1) async throws {
        guard try await eventually({ (try? storedText("waiting-\(number)")) != nil }) else {
            throw DemoError(action: "find a waiting agent", reason: "none waits in its turn \(number)")
        }
    }

    /// Lets an agent that waits go on.
    func tellToGo() throws { try folder.write("", to: onlyStorage + "/go") }

    /// A file that the only conversation's agent left in its storage.
    func storedText(_ name: String) throws -> String {
        try String(contentsOfFile: "\(onlyStorage)/\(name)", encoding: .utf8)
    }

    private var onlyStorage: String {
        get throws {
            let folder = folder.state + "/repos/fruits/conversations"
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            return "\(folder)/\(names.first ?? "none")/storage"
        }
    }
}

extension Store {
    /// The only conversation's tasks, oldest first, once they are as wanted.
    func tasks(until isSo: ([TaskRecord]) -> Bool) async throws -> [TaskRecord] {
        for await _ in changes(in: [.tasks, .messages]) {
            guard let id = try await conversationIDs(World.fruits).first else { continue }
            let tasks = try await tasks(of: id)
            if isSo(tasks) { return tasks }
        }
        throw CancellationError()
    }
}
