import AirutModel
import AirutSupervisor
import AirutTestMail
import AirutTestSupport
import AirutWorker
import Foundation
import Testing

@testable import AirutCommands

/// A running `airut serve` whose configuration changes.
@Suite(.timeLimit(.minutes(15))) struct ReloadTests {
    /// Waits for a word if its prompt says so, then leaves what it was given.
    private static let agent = AgentScript.doing(
        """
        touch /storage/begun-$number
        if grep -q Wait "/storage/prompt-$number"; then \(AgentScript.untilTold); fi
        echo "$PASS" > /storage/pass-$number
        """)
    private static let watching = "watching the mailbox"

    private func ask(_ world: World, _ arguments: String...) async throws -> CommandResult {
        try await run(
            [BuiltProgram.path("airut")] + arguments + ["--config", world.folder.configuration],
            environment: ["HOME": world.folder.path], mayFail: true)
    }

    private func status(_ world: World) async throws -> ServerStatus {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(ServerStatus.self, from: try await ask(world, "status", "--json").output)
    }

    private func status(_ world: World, until isSo: (ServerStatus) -> Bool) async throws -> ServerStatus {
        var last = try await status(world)
        _ = try await eventually {
            last = try await status(world)
            return isSo(last)
        }
        #expect(isSo(last), "\(last.configuration) \(last.problems)")
        return last
    }

    private func log(_ server: ServerProgram, has count: Int, _ text: String) async throws {
        let isSo = try await eventually { server.text.components(separatedBy: text).count > count }
        #expect(isSo, "“\(text)” \(count) times in \(server.text)")
    }

    private func stop(_ server: ServerProgram) async throws {
        server.signal(SIGTERM)
        #expect(try await server.status() == 0, "\(server.text)")
    }

    @Test func `a file with mistakes changes nothing and is shown until it is mended`() async throws {
        try await World.with { world in
            let server = try ServerProgram(world)
            try await server.log(contains: Self.watching)
            #expect(try await ask(world, "reload").text == "Nothing has changed.\n")
            for broken in ["execution: {max_concurrent: none}", "execution: {", "repos: {\n\t"] {
                try world.writeConfiguration { $0.replacing("execution:\n", with: broken + "\nexecution:\n") }
                let ill = try await status(world) { $0.configuration.failure != nil }
                #expect(ill.problems.first?.contains("the one before is in force") == true)
                #expect(ill.configuration.failure?.problems.first?.hasPrefix(world.folder.configuration) == true)
                let reload = try await ask(world, "reload")
                #expect(reload.status == 1 && reload.errorOutput.contains("airut.yaml:"), "\(reload.errorOutput)")
                let shown = try await ask(world, "status")
                #expect(shown.status == 1 && shown.text.contains("cannot be used"), "\(shown.text)")
                try world.writeConfiguration()
                _ = try await status(world) { $0.configuration.failure == nil }
            }
            try FileManager.default.removeItem(atPath: world.folder.configuration)
            try await log(server, has: 1, "No such file or directory")
            try world.writeConfiguration { $0.replacing("max_concurrent: 2", with: "max_concurrent: 5") }
            try await server.log(contains: "In force from now on: execution.max_concurrent.")
            #expect(try await ask(world, "status").text.contains("All is well."))
            #expect(server.text.components(separatedBy: Self.watching).count == 2, "no worker was touched")
            try await stop(server)
        }
    }

    @Test func `a storm of writes, a signal, links and moves: each is read, and seldom`() async throws {
        try await World.with { world in
            let server = try ServerProgram(world)
            try await server.log(contains: Self.watching)
            let path = world.folder.configuration
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let variant = { (slots: Int) in
                Data(text.replacing("max_concurrent: 2", with: "max_concurrent: \(slots)").utf8)
            }
            for number in 1...1000 { try variant(number).write(to: URL(filePath: path)) }
            try variant(7).write(to: URL(filePath: path))
            try await server.log(contains: "execution.max_concurrent")
            let before = try await status(world)
            #expect((1...10).contains(before.configuration.reloads), "\(before.configuration.reloads)")
            server.signal(SIGHUP)
            _ = try await status(world) { $0.configuration.reloads > before.configuration.reloads }
            try await checkLinks(world, server, variant)
            try world.writeConfiguration { $0.replacing(world.folder.state, with: world.folder.state + "-2") }
            try await server.log(contains: "only after the server's next start: state_directory")
            let elsewhere = try await run(
                [BuiltProgram.path("airut"), "status", "--state-directory", world.folder.state],
                environment: ["HOME": world.folder.path], mayFail: true)
            #expect(elsewhere.text.contains("at the next start only: state_directory"), "\(elsewhere.errorOutput)")
            try await stop(server)
        }
    }

    /// As a Kubernetes ConfigMap: the file is a link through a link that is replaced.
    private func checkLinks(_ world: World, _ server: ServerProgram, _ variant: (Int) -> Data) async throws {
        let mounted = world.folder.path + "/mounted"
        for (version, slots) in [("..v1", 11), ("..v2", 12)] {
            try FileManager.default.createDirectory(
                atPath: "\(mounted)/\(version)", withIntermediateDirectories: true)
            try variant(slots).write(to: URL(filePath: "\(mounted)/\(version)/airut.yaml"))
        }
        #expect(symlink("..v1", mounted + "/..data") == 0)
        #expect(symlink("mounted/..data/airut.yaml", world.folder.path + "/link") == 0)
        let count = server.text.components(separatedBy: "execution.max_concurrent").count - 1
        #expect(rename(world.folder.path + "/link", world.folder.configuration) == 0)
        try await log(server, has: count + 1, "execution.max_concurrent")
        #expect(symlink("..v2", mounted + "/..new") == 0)
        #expect(rename(mounted + "/..new", mounted + "/..data") == 0)
        try await log(server, has: count + 2, "execution.max_concurrent")
        #expect(unlink(world.folder.configuration) == 0)
    }

    @Test func `settings of tasks, a changed .env and more slots hold from the next task on, and end none`()
        async throws
    {
        let file = "container_env:\n  PASS: !secret PASS\n"
        try await World.with(
            agent: Self.agent, files: [".airut/airut.yaml": file],
            configuring: { $0.replacing("    publish:\n", with: "    secrets: {PASS: !env PASS}\n    publish:\n") }
        ) { world in
            let server = try ServerProgram(world, variables: "PASS=first-pass\n") {
                $0.replacing("max_concurrent: 2", with: "max_concurrent: 1")
            }
            try await server.log(contains: Self.watching)
            try await world.send(world.task("Wait."))
            let acknowledgement = try #require(try await world.inbox(of: 1).first)
            try await world.agentWaits()
            let storage = try await world.storageOfOnlyConversation()
            let pass = { (turn: Int) in try String(contentsOfFile: "\(storage)/pass-\(turn)", encoding: .utf8) }
            try await world.send(world.task("Quickly."))
            _ = try await world.inbox(of: 2)
            #expect(try await status(world).repositories.first?.work.map(\.state) == [.running, .queued])
            try world.writeConfiguration(variables: "PASS=second-pass\n")
            try await server.log(contains: "execution.max_concurrent, repos.fruits.secrets.PASS")
            _ = try await world.inbox(of: 3)
            #expect(try await status(world).repositories.first?.work.map(\.state) == [.running])
            try world.folder.write("", to: storage + "/go")
            _ = try await world.inbox(of: 4)
            #expect(try pass(1) == "first-pass\n", "a task keeps what it began with")
            try await world.send(world.task("Again.", inReplyTo: acknowledgement.messageID))
            _ = try await world.inbox(of: 5)
            #expect(try pass(2) == "second-pass\n")
            #expect(server.text.components(separatedBy: Self.watching).count == 2, "no worker was touched")
            #expect(!server.text.contains("second-pass"))
            try await stop(server)
        }
    }

    @Test func `a changed mailbox waits for running tasks, or interrupts them when told to`() async throws {
        try await World.with(agent: Self.agent) { world in
            let server = try ServerProgram(world)
            try await server.log(contains: Self.watching)
            try await world.send(world.task("Wait."))
            _ = try await world.inbox(of: 1)
            try await world.agentWaits()
            try world.writeConfiguration {
                $0.replacing("      imap:\n", with: "      imap:\n        poll_interval: 61\n")
            }
            let waiting = try await status(world) { !$0.configuration.waiting.isEmpty }
            #expect(waiting.configuration.waiting.first?.settings == ["repos.fruits.email.imap.poll_interval"])
            #expect(waiting.problems == [])
            #expect(try await ask(world, "status").text.contains("is restarted once no task of it runs"))
            // Mail is taken all the same, and begun with by the next worker.
            try await world.send(world.task("Quickly."))
            _ = try await world.inbox(of: 2)
            let held = try await status(world)
            #expect(held.repositories.first?.work.map(\.state) == [.running, .queued])
            try await refusesRevoked(world, server)
            try world.tellToGo()
            _ = try await world.inbox(of: 4)
            try await log(server, has: 2, Self.watching)
            #expect(try await status(world).configuration.waiting == [])

            try await world.send(world.task("Wait."))
            _ = try await world.inbox(of: 5)
            _ = try await status(world) { $0.repositories.first?.work.map(\.state) == [.running] }
            // What all repositories share restarts every worker.
            try world.writeConfiguration {
                $0.replacing("      imap:\n", with: "      imap:\n        poll_interval: 61\n")
                    .replacing("container:\n", with: "container:\n  build_timeout: 700\n")
            }
            let shared = try await status(world) { !$0.configuration.waiting.isEmpty }
            #expect(shared.configuration.waiting.first?.settings == ["container.build_timeout"])
            let now = try await ask(world, "reload", "--now")
            #expect(now.status == 0 && now.text.contains("fruits is restarted now"), "\(now.text)\(now.errorOutput)")
            #expect(try await world.inbox(of: 6).last?.text.contains("was interrupted") == true)
            try await log(server, has: 3, Self.watching)
            #expect(try await world.containers() == "")
            try await stop(server)
        }
    }

    /// Whose address is taken off the list is out at once, although the restart for the mailbox is still to come.
    private func refusesRevoked(_ world: World, _ server: ServerProgram) async throws {
        let changed = { (text: String) in
            text.replacing("      imap:\n", with: "      imap:\n        poll_interval: 61\n")
        }
        let sender = "\(DemoAddresses.alice)"
        try world.writeConfiguration { changed($0).replacing("[\(sender)]", with: "[nobody@airut.test]") }
        let told = try await ask(world, "reload")
        #expect(told.text.contains("until then none is begun"), "\(told.text)\(told.errorOutput)")
        try await world.send(world.task("Let me in."))
        try await log(server, has: 1, "refused")
        #expect(try await status(world).repositories.first?.work.count == 2)
        try world.writeConfiguration(changed)
        #expect(try await ask(world, "reload").status == 0)
    }

    @Test func `an added repository is served, a removed one is drained, and may come back`() async throws {
        try await World.with(agent: Self.agent, repositories: 2) { world in
            let both = world.sites.map { $0.serverFile(mail: world.mail).repository }
            let server = try ServerProgram(world) { $0.replacing(both[1], with: "") }
            try await server.log(contains: Self.watching)
            try await world.send(world.task("Wait."))
            let acknowledgement = try #require(try await world.inbox(of: 1).first)
            try await world.agentWaits()
            // The second comes while the first is busy.
            try world.writeConfiguration()
            try await server.log(contains: "fruits-2 is served from now on.")
            var mail = world.task("Quickly.")
            mail.to = world.sites[1].address
            try await world.send(mail)
            _ = try await world.inbox(of: 3)

            try world.writeConfiguration { $0.replacing(both[0], with: "") }
            _ = try await status(world) { $0.configuration.draining == [World.fruits] }
            try await server.log(contains: "fruits takes no mail any more")
            #expect(try await status(world).problems == [])
            try await world.send(world.task("Too late.", inReplyTo: acknowledgement.messageID))
            try world.tellToGo()
            #expect(try await world.inbox(of: 4).last?.text.contains("Done.") == true)
            try await server.log(contains: "a removed repository has ended")
            #expect(try await status(world).repositories.map(\.repository.description) == ["fruits-2"])
            #expect(world.mail.messages(of: DemoAddresses.airut).count == 1, "what came later stays in its mailbox")

            try world.writeConfiguration()
            try await server.log(contains: "fruits is served from now on.")
            #expect(try await world.inbox(of: 5).count == 5, "the conversation goes on where it was")
            #expect(try world.storedText("pass-2") == "\n")
            try await stop(server)
        }
    }
}
