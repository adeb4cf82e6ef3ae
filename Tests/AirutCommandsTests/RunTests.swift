import AirutMail
import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestForge
import AirutTestMail
import Foundation
import Testing

@testable import AirutCommands

/// What happens around a run: merging, limits, models, the outbox, the environment.
@Suite struct RunTests {
    private let repository = RepositoryID("fruits")!

    @Test func `messages that arrive during a run are answered together afterwards`() async throws {
        try await World.with(agent: AgentScript.doing(AgentScript.untilTold)) { world in
            try await world.withServer { server in
                try await world.send(world.task("Begin."))
                let acknowledgement = try #require(try await world.inbox(of: 1).first)
                let run = try await running(server.store)
                for number in 1...3 {
                    try await world.send(world.task("Also \(number).", inReplyTo: acknowledgement.messageID))
                }
                for await _ in server.store.changes(in: [.messages]) {
                    if try await server.store.messages(repository, state: .queued).count == 4 { break }
                }
                try tell(world, run.conversation.id)
                let mails = try await world.inbox(of: 3)
                #expect(mails.count == 3, "an acknowledgement, and two replies for four messages")
                let answered = mails[2].field("In-Reply-To")?.split(separator: " ").count
                #expect(answered == 3, "the second reply names every message it answers")
                let prompt = try String(
                    contentsOfFile: storage(world, run.conversation.id) + "/prompt", encoding: .utf8)
                for number in 1...3 { #expect(prompt.contains("Also \(number).")) }
            }
        }
    }

    @Test func `a repository whose mailbox and remote cannot be reached stops no other`() async throws {
        try await World.with(agent: AgentScript.doing("true")) { world in
            let broken = """
                repos:
                  broken:
                    repo_url: /nonexistent/broken.git
                    claude_version: \(world.folder.agent)
                    publish: none
                    email:
                      account: {username: broken@airut.test, password: wrong, from: broken@airut.test}
                      imap: {server: 127.0.0.1, port: 1, security: plaintext}
                      smtp: {server: 127.0.0.1, port: 1, security: plaintext}
                      auth: {authorized_senders: [alice@airut.test], trusted_authserv_id: mail.airut.test}

                """
            try await world.withServer({ $0.replacing("repos:\n", with: broken) }) { _ in
                try await world.send(world.task("Go on."))
                #expect(try await world.inbox(of: 2).last?.text.contains("Done.") == true)
            }
        }
    }

    @Test func `a run over its time limit is stopped, its work is kept and its sender told`() async throws {
        let agent = AgentScript.doing("echo late > late.txt; echo note > /outbox/note.txt; sleep 600")
        try await World.with(agent: agent, files: [".airut/airut.yaml": "timeout: 30\n"]) { world in
            try await world.withServer { _ in
                try await world.send(world.task("Take your time."))
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("took longer than 30 s"))
                #expect(reply.text.contains("Branch `airut/") && reply.text.contains("unfinished work"))
                #expect(reply.fileNames == ["note.txt"])
                #expect(await world.forge.pullRequests.isEmpty)
                #expect(try await world.containers() == "")
            }
        }
    }

    @Test func `an agent that falls silent is stopped`() async throws {
        let agent = AgentScript.doing("sleep 600")
        try await World.with(agent: agent) { world in
            let limit = "resource_limits:\n  stall_timeout: 10\nrepos:\n"
            try await world.withServer({ $0.replacing("repos:\n", with: limit) }) { _ in
                try await world.send(world.task("Say nothing."))
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("no sign of life for 10 s"))
            }
        }
    }

    @Test func `an unknown model is answered with those to choose from, and nothing runs`() async throws {
        try await World.with { world in
            try await world.withServer { server in
                var mail = world.task("Hello.")
                mail.to = try #require(EmailAddress("airut+gpt@airut.test"))
                try await world.send(mail)
                let reply = try #require(try await world.inbox(of: 1).first)
                #expect(reply.text.contains("There is no model `gpt`"))
                #expect(reply.text.contains("airut+sonnet@airut.test"))
                #expect(try await server.store.queuedTasks(repository).isEmpty)
                #expect(try await server.store.messages(repository, state: .refused).count == 1)
            }
        }
    }

    @Test func `only plain files leave from the outbox`() async throws {
        let commands = """
            cd /outbox
            ln -s /etc/passwd link.txt; ln -s /storage folder-link; mkfifo pipe; mkdir folder; echo in > folder/f
            echo one > plain.txt; ln plain.txt hard.txt; echo two > good.txt
            """
        try await World.with(agent: AgentScript.doing(commands)) { world in
            try await world.withServer { _ in
                try await world.send(world.task("Leave things."))
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.fileNames == ["good.txt"])
                for name in ["link.txt", "folder-link", "pipe", "folder", "plain.txt", "hard.txt"] {
                    #expect(reply.text.contains(name), "\(name) is named in the reply")
                }
            }
        }
    }

    @Test func `secrets reach the container as the server's file says, and Podman knows none`() async throws {
        let agent = AgentScript.doing("env > /outbox/env.txt")
        let file =
            "container_env:\n  PLAIN: !secret PLAIN\n  MASKED: !secret MASKED\n  GONE: !secret? GONE\n  TEXT: hello\n"
        try await World.with(agent: agent, files: [".airut/airut.yaml": file]) { world in
            let secrets = """
                    secrets:
                      PLAIN: plain-secret-value
                    masked_secrets:
                      MASKED:
                        value: ghp_0123456789abcdefABCDEF
                        scopes: [api.github.com]
                        headers: [Authorization]
                    publish:

                """
            try await world.withServer({ $0.replacing("    publish:\n", with: secrets) }) { _ in
                try await world.send(world.task("Show."))
                _ = try await world.inbox(of: 2)
                let bytes = try #require(world.mail.messages(of: DemoAddresses.alice).last?.text)
                let environment = try #require(attachment(of: bytes))
                #expect(environment.contains("PLAIN=plain-secret-value\n"))
                #expect(environment.contains("TEXT=hello\n"))
                #expect(!environment.contains("GONE"))
                #expect(environment.contains("MASKED=ghp_") && !environment.contains("0123456789abcdefABCDEF"))
                #expect(!environment.contains("MAIL_PASSWORD") && !environment.contains("airut-demo"))
            }
        }
    }

    @Test func `a change to a workflow is not pushed`() async throws {
        let agent = AgentScript.doing("mkdir -p .github/workflows; echo 'on: push' > .github/workflows/x.yml")
        try await World.with(agent: agent) { world in
            try await world.withServer { _ in
                try await world.send(world.task("Add a workflow."))
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("Nothing was pushed"))
                #expect(reply.text.contains(".github/workflows/x.yml"))
                #expect(await world.forge.pullRequests.isEmpty)
            }
        }
    }

    private func running(_ store: Store) async throws -> Run {
        for await _ in store.changes(in: [.tasks]) {
            if let run = try await store.runningTasks(repository).first, run.task.startedAt != nil { return run }
        }
        throw CancellationError()
    }

    private func storage(_ world: World, _ conversation: ConversationID) -> String {
        "\(world.folder.state)/repos/fruits/conversations/\(conversation)/storage"
    }

    private func tell(_ world: World, _ conversation: ConversationID) throws {
        try world.folder.write("", to: storage(world, conversation) + "/go")
    }

    /// The only attachment's text.
    private func attachment(of mail: String) -> String? {
        guard let start = mail.range(of: "filename=\"env.txt\""),
            let body = mail[start.upperBound...].range(of: "\r\n\r\n"),
            let end = mail[body.upperBound...].range(of: "\r\n--")
        else { return nil }
        let text = String(mail[body.upperBound..<end.lowerBound]).replacing("\r\n", with: "")
        return Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) }
    }
}
