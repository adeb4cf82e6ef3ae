import AirutModel
import AirutStore
import AirutTestMail
import AirutTestSupport
import Foundation
import Testing

@testable import AirutCommands

/// The built program while a service manager stops it, in one way or another.
@Suite struct ShutdownTests {
    /// A server whose agent runs, and everything it started: its own children, and the container's monitor with what is
    /// below that.
    private func running(_ world: World) async throws -> (ServerProgram, children: [Int32], container: [Int32]) {
        let server = try ServerProgram(world, ServerProgram.patient)
        try await world.send(world.task("Begin."))
        _ = try await world.inbox(of: 1)
        _ = try await world.storageOfOnlyConversation()
        let list = try ProcessList()
        let children = list.descendants(of: server.processID).map(\.id)
        let name = try await world.containers().filter { !$0.isWhitespace }
        let monitors = list.mentioning(name).filter { $0.name == "conmon" }.map(\.id)
        return (server, children + monitors, monitors.flatMap { list.descendants(of: $0).map(\.id) })
    }

    @Test func `SIGTERM to the process group lets the agent end`() async throws {
        try await World.with(agent: AgentScript.doing(AgentScript.untilTold)) { world in
            let (server, _, _) = try await running(world)
            let group = getpgid(server.processID)
            try #require(group == server.processID && group != getpgrp())
            kill(-group, SIGTERM)
            try await server.log(contains: "stopping")
            try world.folder.write("", to: try await world.storageOfOnlyConversation() + "/go")
            #expect(try await server.status() == 0)
            #expect(try await world.inbox(of: 2).last?.text.contains("Done.") == true)
            // Without its journal, as somebody would copy it.
            let copy = world.folder.path + "/copy.sqlite"
            try FileManager.default.copyItem(atPath: world.folder.state + "/airut.sqlite", toPath: copy)
            let store = try Store(reading: copy)
            let conversation = try #require(try await store.conversationIDs(World.fruits).first)
            #expect(try await store.tasks(of: conversation).map(\.outcome) == [TaskResult.success])
        }
    }

    @Test func `SIGTERM to the server and all of its children lets the agent end`() async throws {
        try await World.with(agent: AgentScript.doing(AgentScript.untilTold)) { world in
            let (server, children, _) = try await running(world)
            for process in children + [server.processID] { kill(process, SIGTERM) }
            try await server.log(contains: "stopping")
            try world.folder.write("", to: try await world.storageOfOnlyConversation() + "/go")
            #expect(try await server.status() == 0)
            let text = try await world.inbox(of: 2).last?.text ?? ""
            #expect(text.contains("Done."), "\(text)\(server.text)")
        }
    }

    @Test func `an agent that is told to stop together with its server is interrupted, and has not failed`()
        async throws
    {
        try await World.with(agent: AgentScript.doing(AgentScript.untilTold)) { world in
            let (server, children, container) = try await running(world)
            try #require(container.count >= 2)
            for process in container + children + [server.processID] { kill(process, SIGTERM) }
            #expect(try await server.status() == 0, "\(server.text)")
            #expect(try await world.containers() == "")
            let next = try ServerProgram(world)
            let text = try await world.inbox(of: 2).last?.text ?? ""
            #expect(text.contains("was interrupted"), "\(text)")
            next.signal(SIGTERM)
            #expect(try await next.status() == 0)
        }
    }

    @Test func `an agent that outlasts the shutdown is cut off, and others' replies have gone out`() async throws {
        try await World.with(agent: AgentScript.doing(AgentScript.untilTold)) { world in
            let server = try ServerProgram(world)
            try await world.send(world.task("Begin."))
            _ = try await world.inbox(of: 1)
            let first = try await world.storageOfOnlyConversation()
            try await world.send(world.task("Begin too."))
            _ = try await world.inbox(of: 2)
            let folder = world.folder.state + "/repos/fruits/conversations"
            let both = try await eventually {
                let names = try FileManager.default.contentsOfDirectory(atPath: folder)
                return names.count { FileManager.default.fileExists(atPath: "\(folder)/\($0)/storage/prompt") } == 2
            }
            #expect(both)
            server.signal(SIGTERM)
            try await server.log(contains: "stopping")
            try world.folder.write("", to: first + "/go")
            #expect(try await world.inbox(of: 3).last?.text.contains("Done.") == true)
            _ = try await server.status()
            #expect(try await world.containers() == "")
            #expect(world.mail.messages(of: DemoAddresses.alice).count == 3)
            let next = try ServerProgram(world)
            #expect(try await world.inbox(of: 4).last?.text.contains("was interrupted") == true)
            next.signal(SIGTERM)
            #expect(try await next.status() == 0)
        }
    }

    /// Well below git's own patience, and that of the servers here.
    private static let atOnce: Duration = .seconds(100)

    @Test func `a run that is only being prepared holds up no stop, and the next server runs it`() async throws {
        let silent = try LoopbackListener()
        try await World.with(agent: AgentScript.doing("true")) { world in
            let server = try ServerProgram(world) {
                ServerProgram.patient($0).replacing(world.folder.remote, with: "https://127.0.0.1:\(silent.port)/a.git")
            }
            try world.receive(world.task("Begin."))
            let pid = server.processID
            #expect(try await eventually { try ProcessList().descendants(of: pid).contains { $0.name == "airut-git" } })
            let beginning = ContinuousClock.now
            server.signal(SIGTERM)
            #expect(try await server.status() == 0)
            #expect(ContinuousClock.now - beginning < Self.atOnce, "\(server.text)")
            let next = try ServerProgram(world)
            let mails = try await world.inbox(of: 2)
            #expect(mails.count == 2 && mails.last?.text.contains("Done.") == true, "\(mails.map(\.text))")
            next.signal(SIGTERM)
            #expect(try await next.status() == 0)
        }
    }

    @Test func `a folder that takes long to remove holds up no stop`() async throws {
        try await World.with { world in
            let folder = world.folder.state + "/repos/fruits/conversations/forgotten-0000000000000000"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let programs = world.folder.path + "/programs"
            try FileManager.default.createDirectory(atPath: programs, withIntermediateDirectories: true)
            try world.folder.write(
                "#!/bin/sh\ntouch \(programs)/called\nexec sleep 1000\n", to: programs + "/rm", permissions: 0o755)
            let path = "\(programs):/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
            let server = try ServerProgram(world, environment: ["PATH": path], ServerProgram.patient)
            #expect(try await eventually { FileManager.default.fileExists(atPath: programs + "/called") })
            let beginning = ContinuousClock.now
            server.signal(SIGTERM)
            #expect(try await server.status() == 0)
            #expect(ContinuousClock.now - beginning < Self.atOnce, "\(server.text)")
            #expect(!server.text.contains("cannot be removed"))
        }
    }
}
