import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestForge
import AirutTestSupport
import AirutWorker
import Foundation
import Testing

@testable import AirutCommands

/// What happens to a run's work while its forge is not to be had.
@Suite(.timeLimit(.minutes(10))) struct PublishingTests {
    private static let agent = AgentScript.doing("echo new > new.txt")

    @Test func `a pull request waits until the forge is back`() async throws {
        try await World.with(agent: Self.agent) { world in
            await world.forge.set(.unavailable)
            try await world.withServer(retries: .quick) { _ in
                try await world.send(world.task("Make something."))
                try await asked(3, world)
                await world.forge.set(nil)
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("Done.") && reply.text.contains("Opened pull request #1"))
            }
        }
    }

    @Test func `a forge that stays away is told in the end`() async throws {
        var policy = RetryPolicy.quick
        policy.longestPublishing = .milliseconds(200)
        try await World.with(agent: Self.agent) { [policy] world in
            await world.forge.set(.unavailable)
            try await world.withServer(retries: policy) { _ in
                try await world.send(world.task("Make something."))
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("Done.") && reply.text.contains("no pull request could be opened"))
                #expect(await world.forge.requests.count > 1)
            }
        }
    }

    @Test func `what waits for the forge when the server is ended is left to the next start`() async throws {
        try await World.with(agent: Self.agent) { world in
            await world.forge.set(.unavailable)
            try await world.withServer(retries: .quick) { _ in
                try await world.send(world.task("Make something."))
                try await asked(2, world)
            }
            try await world.withServer { server in
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("the run was interrupted") && reply.text.contains("Branch `airut/"))
                let tasks = try await server.store.tasks { $0.first?.endedAt != nil }
                #expect(tasks.map(\.state) == [.interrupted])
            }
        }
    }

    private func asked(_ times: Int, _ world: World) async throws {
        let isSo = try await eventually { await world.forge.requests.count >= times }
        try #require(isSo)
    }
}
