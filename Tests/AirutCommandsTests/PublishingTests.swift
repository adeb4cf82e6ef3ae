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
        policy.longestPublishing = .seconds(1)
        try await World.with(agent: Self.agent) { [policy] world in
            await world.forge.set(.unavailable)
            try await world.withServer(retries: policy) { _ in
                try await world.send(world.task("Make something."))
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("Done.") && reply.text.contains("no pull request could be opened"))
            }
        }
    }

    @Test func `what waits for the forge when the server is ended is published and answered by the next`() async throws
    {
        try await World.with(agent: AgentScript.doing("hostname >> new.txt")) { world in
            for (number, request) in ["Opened pull request #1", "Updated pull request #1"].enumerated() {
                await world.forge.set(.unavailable)
                let asked = await world.forge.requests.count
                let last = number == 0 ? nil : try await world.inbox(of: 2).last?.messageID
                try await world.withServer(retries: .quick) { _ in
                    try await world.send(world.task("Make something.", inReplyTo: last))
                    try await self.asked(asked + 2, world)
                }
                if number == 1 { try await somebodyPushes(world) }
                await world.forge.set(nil)
                try await world.withServer { server in
                    let reply = try #require(try await world.inbox(of: 2 + number).last)
                    #expect(reply.text.contains("Done.") && reply.text.contains(request), "\(reply.text)")
                    let tasks = try await server.store.tasks { $0.count == number + 1 && $0.last?.endedAt != nil }
                    #expect(tasks.allSatisfy { $0.outcome == TaskResult.success && $0.state == .finished })
                    #expect(tasks.last?.replyText == "Done." && tasks.last?.conclusion == nil)
                }
            }
        }
    }

    @Test func `a server that is told to stop leaves to the next what waits for the forge`() async throws {
        try await World.with(agent: Self.agent) { world in
            await world.forge.set(.unavailable)
            let server = try ServerProgram(world)
            try await world.send(world.task("Make something."))
            try await asked(1, world)
            server.signal(SIGTERM)
            #expect(try await server.status() == 0)
            await world.forge.set(nil)
            let next = try ServerProgram(world)
            let reply = try #require(try await world.inbox(of: 2).last)
            #expect(reply.text.contains("Done.") && reply.text.contains("Opened pull request #1"), "\(reply.text)")
            next.signal(SIGTERM)
            #expect(try await next.status() == 0)
        }
    }

    /// On top of what the agent did.
    private func somebodyPushes(_ world: World) async throws {
        let (remote, clone) = (world.repository.folder.remote, world.folder.path + "/clone")
        let branches = try await run([
            "git", "-C", remote, "for-each-ref", "--format=%(refname:short)", "refs/heads/airut",
        ])
        let branch = try #require(branches.text.split(separator: "\n").first)
        _ = try await run(["git", "clone", "-q", "--branch", String(branch), remote, clone])
        _ = try await run([
            "git", "-C", clone, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty",
            "-m", "More",
        ])
        _ = try await run(["git", "-C", clone, "push", "-q"])
    }

    private func asked(_ times: Int, _ world: World) async throws {
        let isSo = try await eventually { await world.forge.requests.count >= times }
        try #require(isSo)
    }
}
