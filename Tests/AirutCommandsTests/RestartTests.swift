import AirutMail
import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestForge
import AirutTestMail
import Foundation
import GRDB
import Testing

@testable import AirutCommands

/// A server that was stopped in the middle goes on where it can and says where it cannot.
@Suite struct RestartTests {
    private let repository = RepositoryID("fruits")!

    @Test func `a run that had begun is reported, and a reply resumes the conversation`() async throws {
        let commands = "echo half > half.txt; echo note > /outbox/note.txt; " + AgentScript.untilTold
        try await World.with(agent: AgentScript.doing(commands)) { world in
            try await world.withServer { _ in
                try await world.send(world.task("Begin."))
                try await world.agentWaits()
            }
            #expect(try await world.containers() == "", "the container ended with the server")
            try await world.withServer { server in
                let report = try #require(try await world.inbox(of: 2).last)
                #expect(report.text.contains("the run was interrupted"))
                #expect(report.text.contains("unfinished work") && report.fileNames == ["note.txt"])
                let requests = await world.forge.pullRequests
                #expect(requests.isEmpty)
                let id = try #require(try await server.store.conversationIDs(repository).first)
                try world.folder.write(
                    "", to: "\(world.folder.state)/repos/fruits/conversations/\(id)/storage/go")
                try await world.send(world.task("Go on.", inReplyTo: report.messageID))
                let reply = try #require(try await world.inbox(of: 3).last)
                #expect(reply.text.contains("Done.") && reply.text.contains("Opened pull request #1"))
                #expect(try world.prompt(2).contains("Begin."), "the interrupted agent had not taken it in")
                let tasks = try await server.store.tasks(of: id)
                #expect(tasks.map(\.state) == [.interrupted, .finished])
            }
        }
    }

    @Test func `mail that arrived while no server ran is handled once, whatever the mailbox numbers`() async throws {
        try await World.with(agent: AgentScript.doing("true")) { world in
            let mail = world.task("While you were away.")
            try await world.send(mail)
            try await world.withServer { _ in _ = try await world.inbox(of: 2) }
            try await world.withServer { server in
                try await world.send(world.task("And now."))
                _ = try await world.inbox(of: 4)
                #expect(try await server.store.messages(repository, state: .answered).count == 2)
            }
        }
    }

    @Test func `a request that could not be run is told to the agent together with the reply to it`() async throws {
        let files: [String: String?] = [".airut/container/Dockerfile": nil]
        try await World.with(agent: AgentScript.doing("true"), files: files) { world in
            try await world.withServer { server in
                try await world.send(world.task("Paint the fence green."))
                let failure = try #require(try await world.inbox(of: 2).last)
                #expect(failure.text.contains("has no `.airut/container/Dockerfile`"))
                try await world.repository.commit(
                    String(decoding: PackageResources.Dockerfile, as: UTF8.self), to: ".airut/container/Dockerfile")
                try await world.send(world.task("Try again.", inReplyTo: failure.messageID))
                #expect(try await world.inbox(of: 3).last?.text.contains("Done.") == true)
                try await world.send(world.task("Thanks.", inReplyTo: failure.messageID))
                _ = try await world.inbox(of: 4)
                let id = try #require(try await server.store.conversationIDs(repository).first)
                let storage = "\(world.folder.state)/repos/fruits/conversations/\(id)/storage"
                let first = try String(contentsOfFile: storage + "/prompt-1", encoding: .utf8)
                #expect(first.contains("Paint the fence green.") && first.contains("Try again."))
                let second = try String(contentsOfFile: storage + "/prompt-2", encoding: .utf8)
                #expect(second.contains("Thanks.") && !second.contains("Paint the fence"))
                // The same in a conversation whose session goes on: it has not heard of the failed request either.
                try await world.repository.commit("nonsense: 1\n", to: ".airut/airut.yaml")
                try await world.send(world.task("Paint the gate red.", inReplyTo: failure.messageID))
                #expect(try await world.inbox(of: 5).last?.text.contains("nonsense") == true)
                try await world.repository.commit("timeout: 300\n", to: ".airut/airut.yaml")
                try await world.send(world.task("Once more.", inReplyTo: failure.messageID))
                _ = try await world.inbox(of: 6)
                let third = try String(contentsOfFile: storage + "/prompt-3", encoding: .utf8)
                #expect(third.contains("Paint the gate red.") && third.contains("Once more."))
                #expect(!third.contains("Thanks."))
                #expect(try world.arguments(3).contains("--resume s-1"), "a failed stage costs no session")
            }
        }
    }

    @Test func `a workspace whose making was not recorded any more is made anew`() async throws {
        try await World.with(agent: AgentScript.doing("true")) { world in
            try await world.withServer { _ in
                try await world.send(world.task("Begin."))
                _ = try await world.inbox(of: 2)
            }
            // As if the server had been killed right before it wrote this down.
            let store = try world.database()
            try await store.write { try $0.execute(sql: "UPDATE conversation SET workspace_base = NULL") }
            try store.close()
            try await world.withServer { _ in
                let reply = try #require(try await world.inbox(of: 2).last)
                try await world.send(world.task("Go on.", inReplyTo: reply.messageID))
                #expect(try await world.inbox(of: 3).last?.text.contains("Done.") == true)
            }
        }
    }

    @Test func `a second server on the same state is refused`() async throws {
        try await World.with { world in
            try await world.withServer { _ in
                await #expect(throws: SupervisorError.self) { try await world.withServer { _ in } }
            }
        }
    }
}
