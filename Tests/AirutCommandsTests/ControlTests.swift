import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestMail
import AirutTestSupport
import AirutWorker
import Foundation
import Testing

@testable import AirutCommands

/// `airut status`, `airut stop` and `airut retry-mail`, asked of a running `airut serve`.
@Suite struct ControlTests {
    private func ask(_ world: World, _ arguments: String...) async throws -> CommandResult {
        try await run(
            [BuiltProgram.path("airut")] + arguments + ["--config", world.folder.configuration],
            environment: ["HOME": world.folder.path], mayFail: true)
    }

    @Test func `status says how the server is doing, and its exit status whether somebody is needed`() async throws {
        let fault: @Sendable (TestMailLine) -> TestMailFault? = { line in
            line.text.uppercased().hasPrefix("RCPT TO:<ALICE@") ? .answer("550 5.7.1 never") : nil
        }
        try await World.with(agent: AgentScript.doing(AgentScript.untilTold), fault: fault) { world in
            try world.writeConfiguration()
            let absent = try await ask(world, "status")
            #expect(absent.status == 2 && absent.errorOutput.contains("none is running"))
            let server = try ServerProgram(world)
            try await server.log(contains: "watching the mailbox")
            let well = try await ask(world, "status")
            #expect(well.status == 0 && well.text.contains("All is well."), "\(well.text)\(well.errorOutput)")
            try await checkMode(world)
            try world.receive(world.task("Begin."))
            _ = try await world.storageOfOnlyConversation()
            try await server.log(contains: "a mail is undeliverable")
            let ill = try await ask(world, "status")
            #expect(ill.status == 1 && ill.text.contains("running for") && ill.text.contains("never"), "\(ill.text)")
            let status = try await json(world)
            let repository = try #require(status.repositories.first)
            #expect(repository.work.map(\.state) == [.running] && repository.undeliverableMails.count == 1)
            let mail = try #require(repository.undeliverableMails.first)
            #expect(mail.recipients == [DemoAddresses.alice])
            let again = try await ask(world, "retry-mail", "\(mail.id)")
            #expect(again.status == 0 && again.text.contains("is being sent again"), "\(again.errorOutput)")
            #expect(try await ask(world, "retry-mail", "4711").status == 1)
            #expect(try await ask(world, "retry-mail").status == 64)
            let unknown = try await ask(world, "stop", "000000000000")
            #expect(unknown.status == 1 && unknown.errorOutput.contains("no queued or running task"))
            server.signal(SIGTERM)
            try await server.log(contains: "stopping")
            #expect(try await json(world).isStopping)
            server.signal(SIGTERM)
            _ = try await server.status()
            #expect(try await ask(world, "status").status == 2)
        }
    }

    @Test func `a server that refuses our own address makes mail wait, and status says so at once`() async throws {
        let fault: @Sendable (TestMailLine) -> TestMailFault? = { line in
            line.text.uppercased().hasPrefix("MAIL FROM:<AIRUT@") ? .answer("550 5.7.1 not as that") : nil
        }
        try await World.with(fault: fault) { world in
            let server = try ServerProgram(world)
            try world.receive(world.task("", subject: ""))
            try await server.log(contains: "a mail could not be sent yet")
            let status = try await ask(world, "status")
            #expect(status.text.contains("1 to send (1 failed before), 0 undeliverable"), "\(status.text)")
            #expect(status.text.contains("mail from airut@airut.test was refused"), "\(status.text)")
            #expect(status.text.contains("not as that"))
            let repository = try #require(try await json(world).repositories.first)
            #expect(repository.delayedMails.first?.nextAttemptAt != nil)
            server.signal(SIGTERM)
            #expect(try await server.status() == 0)
        }
    }

    private func checkMode(_ world: World) async throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: world.folder.state + "/control")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    private func json(_ world: World) async throws -> ServerStatus {
        let result = try await ask(world, "status", "--json")
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(ServerStatus.self, from: result.output)
    }

    @Test func `a socket that a killed server left is replaced`() async throws {
        try await World.with { world in
            let first = try ServerProgram(world)
            try await first.log(contains: "watching the mailbox")
            first.signal(SIGKILL)
            _ = try await first.status()
            #expect(FileManager.default.fileExists(atPath: world.folder.state + "/control"))
            #expect(try await ask(world, "status").status == 2)
            let second = try ServerProgram(world)
            try await second.log(contains: "watching the mailbox")
            #expect(try await ask(world, "status").status == 0)
            second.signal(SIGTERM)
            #expect(try await second.status() == 0)
            #expect(!FileManager.default.fileExists(atPath: world.folder.state + "/control"))
        }
    }
}
