import AirutModel
import AirutTestMail
import AirutTestSupport
import Foundation
import Testing

@testable import AirutCommands

/// The built program, as an operator runs it.
@Suite struct ServeTests {
    @Test func `SIGTERM lets the running agent end and sends its reply`() async throws {
        try await World.with(agent: AgentScript.doing(AgentScript.untilTold)) { world in
            let server = try ServerProgram(world, ServerProgram.patient)
            try await world.send(world.task("Begin."))
            _ = try await world.inbox(of: 1)
            let storage = try await world.storageOfOnlyConversation()
            server.signal(SIGTERM)
            try await server.log(contains: "stopping")
            try world.folder.write("", to: storage + "/go")
            #expect(try await server.status() == 0)
            #expect(try await world.inbox(of: 2).last?.text.contains("Done.") == true)
            #expect(try await world.containers() == "")
        }
    }

    @Test func `a second SIGTERM stops at once, and the next server reports the run`() async throws {
        try await World.with(agent: AgentScript.doing(AgentScript.untilTold)) { world in
            let server = try ServerProgram(world)
            try await world.send(world.task("Begin."))
            _ = try await world.inbox(of: 1)
            _ = try await world.storageOfOnlyConversation()
            server.signal(SIGTERM)
            try await server.log(contains: "stopping")
            server.signal(SIGTERM)
            #expect(try await server.status() == 1)
            #expect(try await world.containers() == "")
            let next = try ServerProgram(world)
            #expect(try await world.inbox(of: 2).last?.text.contains("was interrupted") == true)
            next.signal(SIGTERM)
            #expect(try await next.status() == 0)
        }
    }

    @Test func `a server that is killed leaves no container, and the next one goes on`() async throws {
        try await World.with(agent: AgentScript.doing(AgentScript.untilTold)) { world in
            let server = try ServerProgram(world)
            try await world.send(world.task("Begin."))
            _ = try await world.inbox(of: 1)
            _ = try await world.storageOfOnlyConversation()
            server.signal(SIGKILL)
            #expect(try await server.status() == SIGKILL)
            let next = try ServerProgram(world)
            #expect(try await world.inbox(of: 2).last?.text.contains("was interrupted") == true)
            #expect(try await world.containers() == "")
            next.signal(SIGTERM)
            #expect(try await next.status() == 0)
        }
    }

    @Test func `no secret is in the log, and a wrong password is a sentence there`() async throws {
        try await World.with { world in
            let server = try ServerProgram(world, mailPassword: "not-the-password-7")
            try await server.log(contains: "the mailbox cannot be watched")
            server.signal(SIGTERM)
            #expect(try await server.status() == 0)
            let log = server.text
            #expect(log.contains("log in"))
            #expect(!log.contains("not-the-password-7") && !log.contains(DemoServerFile.forgeToken))
        }
    }

    @Test func `check says what is wrong, or what would run`() async throws {
        try await World.with { world in
            let airut = BuiltProgram.path("airut")
            let missing = try await run([airut, "check", "--config", "/nonexistent.yaml"], mayFail: true)
            #expect(missing.status == 2 && missing.text.contains("/nonexistent.yaml"))
            try world.folder.write("repos: 7\nrepo: {}\n", to: world.folder.configuration)
            let wrong = try await run([airut, "check", "--config", world.folder.configuration], mayFail: true)
            #expect(wrong.status == 1)
            #expect(wrong.text.contains("airut.yaml:1:8: repos:") && wrong.text.contains("airut.yaml:2:1: repo:"))
            try world.writeConfiguration()
            let good = try await run([airut, "check", "--config", world.folder.configuration])
            #expect(good.text.contains("fruits") && good.text.contains("airut@airut.test"))
            let served = try await run([airut, "serve", "--config", "/nonexistent.yaml"], mayFail: true)
            #expect(served.status == 2)
            let misused = try await run([airut, "serve", "--no-such-option"], mayFail: true)
            #expect(misused.status == 64)
        }
    }

    @Test func `a second server on the same state directory says so`() async throws {
        try await World.with { world in
            let first = try ServerProgram(world)
            try await first.log(contains: "watching the mailbox")
            let second = try ServerProgram(world)
            #expect(try await second.status() == 1)
            #expect(second.text.contains("another airut server is using this state directory"))
            first.signal(SIGTERM)
            #expect(try await first.status() == 0)
        }
    }
}
