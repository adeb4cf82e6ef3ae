import AirutMail
import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestForge
import AirutWorker
import Foundation
import Testing

@testable import AirutCommands

/// Ending what a conversation does, by mail and on the server.
@Suite(.timeLimit(.minutes(10))) struct StopTests {
    private typealias Script = AgentScript

    private static let half = "echo half > half.txt; echo note > /outbox/note.txt"

    @Test func `a mail that says stop ends what runs and what waits, and the work is kept`() async throws {
        let first = "\(Script.start)\n\(Self.half)\n\(Script.work("I begin."))\n\(Script.untilTold)"
        try await World.with(agent: Script.turns([first, Script.say("Done.")])) { world in
            try await world.withServer(retries: .quick) { server in
                try await world.send(world.task("Paint the fence."))
                let acknowledgement = try #require(try await world.inbox(of: 1).first)
                try await world.agentWaits()
                try await world.send(world.task("And the gate.", inReplyTo: acknowledgement.messageID))
                _ = try await server.store.tasks { $0.count == 2 }
                try await world.send(world.task(" STOP!\n\n-- \nAlice\n", inReplyTo: acknowledgement.messageID))
                let mails = try await world.inbox(of: 3)
                #expect(mails[1].text.contains("I am stopping the run"))
                #expect(mails[1].text.contains("taken out of the queue"))
                #expect(mails[1].field("In-Reply-To")?.split(separator: " ").count == 2)
                let report = mails[2]
                #expect(report.text.contains("was stopped by `alice@airut.test`"))
                #expect(report.text.contains("unfinished work") && report.fileNames == ["note.txt"])
                let requests = await world.forge.pullRequests
                #expect(requests.isEmpty)
                #expect(try await world.containers() == "")
                let tasks = try await server.store.tasks { $0.allSatisfy { $0.endedAt != nil } }
                #expect(tasks.map(\.outcome) == [TaskResult.stopped, TaskResult.withdrawn])
                let branch = try #require(try await server.store.conversation(tasks[0].conversation)?.branch)
                #expect(try await world.repository.log(of: branch).contains("WIP: Please"))
                try await checkContinuation(world, after: report.messageID)
            }
        }
    }

    private func checkContinuation(_ world: World, after report: MessageID?) async throws {
        try await world.send(world.task("Cancel.", inReplyTo: report))
        #expect(try await world.inbox(of: 4).last?.text.contains("nothing to stop") == true)
        try await world.send(world.task("Go on after all.", inReplyTo: report))
        let reply = try #require(try await world.inbox(of: 5).last)
        #expect(reply.text.contains("Done.") && reply.text.contains("Opened pull request #1"))
        let prompt = try world.prompt(2)
        #expect(prompt.contains("stopped before you saw it") && prompt.contains("And the gate."))
        #expect(!prompt.contains("Paint the fence.") && !prompt.contains("STOP"))
        #expect(try world.arguments(2).contains("--resume s-1"))
    }

    @Test func `stop also ends the wait for an allowance, and says where the work is`() async throws {
        let first = "\(Script.start)\n\(Self.half)\n\(Script.work("I begin."))\n\(Script.usedUp(for: 40_000))"
        try await World.with(agent: Script.turns([first, Script.say("Done.")])) { world in
            try await world.withServer(retries: .quick) { server in
                try await world.send(world.task("Paint the fence."))
                let notice = try #require(try await world.inbox(of: 2).last)
                #expect(notice.text.contains("`stop`"))
                try await world.send(world.task("And the gate.", inReplyTo: notice.messageID))
                try await world.send(world.task("stop", inReplyTo: notice.messageID))
                let mails = try await world.inbox(of: 4)
                #expect(mails[2].text.contains("I am stopping the run"))
                #expect(mails[3].text.contains("was stopped by") && mails[3].text.contains("unfinished work"))
                #expect(mails[3].fileNames == ["note.txt"])
                try await world.send(world.task("Go on.", inReplyTo: notice.messageID))
                #expect(try await world.inbox(of: 5).last?.text.contains("Done.") == true)
                #expect(try world.prompt(2).contains("And the gate."))
                let tasks = try await server.store.tasks { $0.allSatisfy { $0.endedAt != nil } }
                #expect(tasks.map(\.outcome) == [TaskResult.stopped, TaskResult.success])
            }
        }
    }

    @Test func `stop reaches a run that is still being prepared`() async throws {
        let file = String(decoding: PackageResources.Dockerfile, as: UTF8.self) + "\nRUN sleep 600\n"
        let files: [String: String?] = [".airut/container/Dockerfile": file]
        try await World.with(agent: Script.doing("true"), files: files) { world in
            try await world.withServer { server in
                try await world.send(world.task("Paint the fence."))
                let acknowledgement = try #require(try await world.inbox(of: 1).first)
                _ = try await server.store.tasks { $0.first?.claimedAt != nil }
                try await world.send(world.task("stop", inReplyTo: acknowledgement.messageID))
                let mails = try await world.inbox(of: 3)
                #expect(mails[1].text.contains("I am stopping the run"))
                #expect(mails[2].text.contains("before I had begun with it"))
                let tasks = try await server.store.tasks { $0.allSatisfy { $0.endedAt != nil } }
                #expect(tasks.map(\.outcome) == [TaskResult.withdrawn])
            }
        }
    }

    @Test func `a stranger's stop, and a new mail that says stop, end nothing`() async throws {
        let agent = Script.turns(["\(Script.start)\n\(Script.untilTold)\n\(Script.say("Done."))", Script.say("Hello.")])
        try await World.with(agent: agent) { world in
            try await world.withServer { server in
                try await world.send(world.task("Paint the fence."))
                try await world.agentWaits()
                try await world.send(world.task("stop"))
                // Its acknowledgement: it began a conversation of its own.
                let mails = try await world.inbox(of: 2)
                #expect(mails.allSatisfy { !$0.text.contains("stopp") })
                #expect(try await server.store.conversationIDs(World.fruits).count == 2)
            }
        }
    }

    @Test func `a run that did not come to its end is not pushed to its open pull request`() async throws {
        let second = "\(Script.start)\n\(Self.half)\n\(Script.work("I begin."))\n\(Script.untilTold)"
        let agent = Script.turns(["echo whole > whole.txt\n" + Script.say("Done."), second, Script.say("Now done.")])
        try await World.with(agent: agent) { world in
            try await world.withServer { server in
                try await world.send(world.task("Paint the fence."))
                let first = try #require(try await world.inbox(of: 2).last)
                #expect(first.text.contains("Opened pull request #1"))
                try await world.send(world.task("And the gate.", inReplyTo: first.messageID))
                let tasks = try await server.store.tasks { $0.last?.startedAt != nil && $0.count == 2 }
                try await world.agentWaits(inTurn: 2)
                try await world.send(world.task("stop", inReplyTo: first.messageID))
                let report = try #require(try await world.inbox(of: 4).last)
                let requests = await world.forge.pullRequests
                let own = try #require(requests.first?.head)
                let wip = "\(own)-wip-\(tasks[1].id)"
                #expect(report.text.contains("Branch `\(wip)` (unfinished work"))
                #expect(try await world.repository.diff(of: own).contains("half.txt") == false)
                #expect(try await world.repository.diff(of: wip).contains("half.txt"))
                try await world.send(world.task("Go on.", inReplyTo: report.messageID))
                #expect(try await world.inbox(of: 5).last?.text.contains("Updated pull request #1") == true)
                #expect(try await world.repository.diff(of: own).contains("half.txt"))
            }
        }
    }

    @Test func `a stop is heard while the server waits for its agents to end`() async throws {
        let agent = Script.turns(["\(Script.start)\n\(Self.half)\n\(Script.untilTold)"])
        try await World.with(agent: agent) { world in
            let server = try ServerProgram(world) {
                $0.replacing("shutdown_timeout: 20", with: "shutdown_timeout: 300")
            }
            try await world.send(world.task("Paint the fence."))
            let acknowledgement = try #require(try await world.inbox(of: 1).first)
            try await world.agentWaits()
            server.signal(SIGTERM)
            try await server.log(contains: "stopping")
            try await world.send(world.task("stop", inReplyTo: acknowledgement.messageID))
            let mails = try await world.inbox(of: 3)
            #expect(mails[1].text.contains("I am stopping the run"))
            #expect(mails[2].text.contains("was stopped by") && mails[2].text.contains("unfinished work"))
            #expect(try await server.status() == 0)
        }
    }
}
