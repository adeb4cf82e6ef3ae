import AirutModel
import AirutTestMail
import AirutTestSupport
import Foundation
import Testing

@testable import AirutCommands

/// Several servers on one machine, with one Podman: none touches what is another's.
@Suite(.timeLimit(.minutes(10))) struct InstanceTests {
    private static let waiting = "\(AgentScript.start)\n\(AgentScript.untilTold)\n\(AgentScript.say("Done."))"

    @Test func `one of two servers, killed and run again, does not touch what the other runs`() async throws {
        try await World.with(agent: AgentScript.turns([Self.waiting, Self.waiting]), repositories: 2) { world in
            let states = [world.folder.state, world.folder.path + "/state-2"]
            var servers: [ServerProgram] = []
            for (number, state) in states.enumerated() {
                servers.append(try start(number, world, state))
                try world.receive(DemoMail(to: world.sites[number].address, text: "Begin."))
                try await agentWaits(below: state)
            }
            for (number, state) in states.enumerated() {
                let other = servers[1 - number]
                let kept = try network(of: other) + containers(below: states[1 - number])
                try #require(Set(["airut-proxy", "airut-netns", "conmon"]).isSubset(of: kept.map(\.name)))
                let lost = try containers(below: state)
                try #require(!lost.isEmpty)
                servers[number].signal(SIGKILL)
                _ = try await servers[number].status()
                servers[number] = try start(number, world, state)
                // Its sweep comes before it says that.
                let mails = try await world.inbox(of: 3 + number)
                #expect(mails.last?.text.contains("was interrupted") == true)
                let living = try ProcessList()
                #expect(lost.allSatisfy { !living.all.contains($0) })
                #expect(kept.allSatisfy(living.all.contains), "\(kept.filter { !living.all.contains($0) })")
                // The first must have something at stake again while the second goes through the same.
                if number == 0 {
                    try world.receive(
                        DemoMail(to: world.sites[0].address, text: "Go on.", inReplyTo: mails.last?.messageID))
                    try await agentWaits(below: state, inTurn: 2)
                }
            }
            try tellToGo(below: states[0])
            #expect(try await world.inbox(of: 5).last?.text.contains("Done.") == true)
            for server in servers {
                server.signal(SIGTERM)
                #expect(try await server.status() == 0)
            }
            #expect(try await world.containers() == "")
        }
    }

    @Test func `a copy of a state directory is another server's, and ends nothing of the original`() async throws {
        try await World.with(agent: AgentScript.turns([Self.waiting])) { world in
            let copy = world.folder.path + "/copy"
            let original = try ServerProgram(world)
            try world.receive(world.task("Begin."))
            try await agentWaits(below: world.folder.state)
            let own = try containers(below: world.folder.state)
            try await run(["cp", "-a", world.folder.state, copy])
            let second = try ServerProgram(world, file: copy + ".yaml") { $0.replacing(world.folder.state, with: copy) }
            // It knows of the run and takes it for one that was interrupted.
            let report = try #require(try await world.inbox(of: 2).last)
            #expect(report.text.contains("was interrupted"))
            #expect(second.text.contains("copied or restored"))
            let living = try ProcessList()
            #expect(!own.isEmpty && own.allSatisfy(living.all.contains))
            // So that only the original takes mail again.
            second.signal(SIGTERM)
            #expect(try await second.status() == 0)
            try tellToGo(below: world.folder.state)
            #expect(try await world.inbox(of: 3).last?.text.contains("Done.") == true)
            original.signal(SIGTERM)
            #expect(try await original.status() == 0)
        }
    }

    /// A server of that site alone.
    private func start(_ number: Int, _ world: World, _ state: String) throws -> ServerProgram {
        let other = world.sites[1 - number].serverFile(mail: world.mail).repository
        return try ServerProgram(world, file: "\(world.folder.path)/airut-\(number).yaml") {
            $0.replacing(other, with: "").replacing(
                "state_directory: \(world.folder.state)", with: "state_directory: \(state)")
        }
    }

    private func storages(below state: String) -> [String] {
        let repositories = (try? FileManager.default.contentsOfDirectory(atPath: state + "/repos")) ?? []
        return repositories.flatMap { repository in
            let folder = "\(state)/repos/\(repository)/conversations"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.map { "\(folder)/\($0)/storage" }
        }
    }

    private func agentWaits(below state: String, inTurn number: Int = 1) async throws {
        let isWaiting = try await eventually {
            storages(below: state).contains { FileManager.default.fileExists(atPath: "\($0)/waiting-\(number)") }
        }
        try #require(isWaiting, "an agent waits in its turn \(number) below \(state)")
    }

    private func tellToGo(below state: String) throws {
        for storage in storages(below: state) { try Data().write(to: URL(filePath: storage + "/go")) }
    }

    /// The proxy of the run, and who holds its namespace.
    private func network(of server: ServerProgram) throws -> [ProcessList.Entry] {
        try ProcessList().descendants(of: server.processID).filter { ["airut-proxy", "airut-netns"].contains($0.name) }
    }

    /// Monitors of the containers that use that state directory, and the first process of each.
    private func containers(below state: String) throws -> [ProcessList.Entry] {
        let list = try ProcessList()
        let clients = list.mentioning(state + "/repos/").filter { $0.name == "podman" }
        let names = clients.compactMap { argument(after: "--name", of: $0) }
        let monitors = names.flatMap(list.mentioning).filter { $0.name == "conmon" }
        return monitors + list.all.filter { process in monitors.contains { $0.id == process.parent } }
    }

    private func argument(after option: String, of process: ProcessList.Entry) -> String? {
        let line = (try? Data(contentsOf: URL(filePath: "/proc/\(process.id)/cmdline"))) ?? Data()
        let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return words.firstIndex(of: option).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
    }
}

extension DemoMail {
    /// A mail of Alice's.
    fileprivate init(to: EmailAddress, text: String, inReplyTo: MessageID? = nil) {
        self.init(from: DemoAddresses.alice, to: to, subject: "Please", text: text, inReplyTo: inReplyTo)
    }
}
