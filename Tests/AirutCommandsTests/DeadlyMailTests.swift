import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestMail
import AirutTestSupport
import Foundation
import Testing

@testable import AirutCommands

/// Servers that die over a mail.
@Suite(.timeLimit(.minutes(10))) struct DeadlyMailTests {
    @Test func `killed exactly while a mail is parsed, the server has neither lost nor doubled it`() async throws {
        try await World.with(agent: AgentScript.doing("true")) { world in
            // Some seconds of work for the reader.
            let letter = world.task("Read this: " + String(repeating: "word \u{20AC}1 \n> quote\n", count: 400_000))
            let server = try ServerProgram(world)
            try await server.log(contains: "watching the mailbox")
            try world.receive(letter)
            let reader = try await stoppedReader(of: server)
            server.signal(SIGKILL)
            _ = try await server.status()
            #expect(try await eventually { try !ProcessList().all.contains(reader) }, "it ends with its server")
            let next = try ServerProgram(world)
            let mails = try await world.inbox(of: 2)
            #expect(mails.count == 2 && mails[1].text.contains("Done."))
            #expect(world.mail.messages(of: DemoAddresses.airut).isEmpty)
            next.signal(SIGTERM)
            #expect(try await next.status() == 0)
            #expect(world.mail.messages(of: DemoAddresses.alice).count == 2)
            let store = try Store(path: world.folder.state + "/airut.sqlite")
            #expect(try await store.messages(World.fruits, state: .answered).count == 1)
            #expect(try await store.conversationIDs(World.fruits).count == 1)
        }
    }

    /// The reader at its work, and stopped there.
    private func stoppedReader(of server: ServerProgram) async throws -> ProcessList.Entry {
        var found: ProcessList.Entry?
        _ = try await eventually {
            found = try ProcessList().descendants(of: server.processID).first { $0.name == "airut-reader" }
            if let found { kill(found.id, SIGSTOP) }
            return found != nil
        }
        return try #require(found, "\(server.text)")
    }

    @Test func `a mail that kills the server each time is set aside, and the next one is answered`() async throws {
        try await World.with(agent: AgentScript.doing("true")) { world in
            let gates = try Gates(world)
            try gates.killCaller(of: "airut-reader", givenInput: "deadly words")
            try world.receive(world.task("Some deadly words."))
            try world.receive(world.task("Please paint the fence."))
            let server = try await survivor(world, gates)
            let mails = try await world.inbox(of: 2)
            #expect(mails.last?.text.contains("Done.") == true)
            let status = try await run(
                [BuiltProgram.path("airut"), "status", "--config", world.folder.configuration], mayFail: true)
            #expect(status.text.contains("was set aside") && status.text.contains("the server ended"), "\(status.text)")
            server.signal(SIGTERM)
            #expect(try await server.status() == 0)
            let store = try Store(path: world.folder.state + "/airut.sqlite")
            let message = try #require(try await store.messages(World.fruits, state: .quarantined).first)
            #expect(try await store.rawMessage(message.id)?.isEmpty == false)
        }
    }

    @Test func `a request that kills the server whenever it is prepared is answered with that`() async throws {
        try await World.with(agent: AgentScript.doing("true")) { world in
            let gates = try Gates(world)
            try gates.killCaller(of: "airut-git", givenInput: "")
            try world.receive(world.task("Begin."))
            let server = try await survivor(world, gates)
            let mails = try await world.inbox(of: 2)
            #expect(mails.last?.text.contains("Something went wrong on the server") == true)
            server.signal(SIGTERM)
            #expect(try await server.status() == 0)
        }
    }

    @Test func `a server that is told to stop while it prepares a run counts as no death`() async throws {
        try await World.with(agent: AgentScript.doing("true")) { world in
            let gates = try Gates(world)
            try gates.hold("git", call: 1)
            try await world.withServer(tools: gates.tools) { server in
                try world.receive(world.task("Begin."))
                _ = try await server.store.tasks { $0.first?.claimedAt != nil }
                try await gates.reached("git", call: 1)
            }
            try gates.open("git", call: 1)
            let store = try Store(path: world.folder.state + "/airut.sqlite")
            let conversation = try #require(try await store.conversationIDs(World.fruits).first)
            let task = try #require(try await store.tasks(of: conversation).first)
            #expect(task.state == .queued && task.serverDeaths == 0)
            #expect(try await store.recover(World.fruits).requeued == 0)
            _ = try await store.claim(task.id)
            #expect(try await store.recover(World.fruits).requeued == 1)
            #expect(try await store.task(task.id)?.serverDeaths == 1)
        }
    }

    /// Starts a server again and again, as a service manager does, until one lives on.
    private func survivor(_ world: World, _ gates: Gates) async throws -> ServerProgram {
        for _ in 0..<25 {
            let server = try ServerProgram(world, program: gates.program())
            let count = world.mail.messages(of: DemoAddresses.alice).count
            let isOver = try await eventually {
                !server.isRunning || world.mail.messages(of: DemoAddresses.alice).count >= max(2, count)
            }
            if server.isRunning, isOver { return server }
        }
        throw DemoError(action: "keep a server running", reason: "each dies")
    }
}
