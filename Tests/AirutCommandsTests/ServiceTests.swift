import AirutMail
import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestForge
import AirutWorker
import Foundation
import Testing

@testable import AirutCommands

/// What happens when the model's service is not to be had for a while.
@Suite(.timeLimit(.minutes(10))) struct ServiceTests {
    private typealias Script = AgentScript

    @Test func `a run that is cut off goes on in its session, together with what came meanwhile`() async throws {
        let cutOff = """
            \(Script.start)
            echo one > /outbox/one.txt; echo half > half.txt
            \(Script.work("I begin."))
            \(Script.untilTold)
            \(Script.overloaded)
            """
        let agent = Script.turns([cutOff, "echo two > /outbox/two.txt\n" + Script.say("All done.")])
        try await World.with(agent: agent) { world in
            try await world.withServer(retries: .quick) { server in
                try await world.send(world.task("Paint the fence."))
                let acknowledgement = try #require(try await world.inbox(of: 1).first)
                try await world.agentWaits()
                try await world.send(world.task("Paint the gate, too.", inReplyTo: acknowledgement.messageID))
                _ = try await server.store.tasks { $0.count == 2 }
                try world.tellToGo()
                let mails = try await world.inbox(of: 2)
                let reply = try #require(mails.last)
                #expect(mails.count == 2 && reply.text.contains("All done."))
                #expect(reply.text.contains("tried again, once"))
                #expect(reply.text.contains("$0.0500"), "both attempts are paid for")
                #expect(reply.fileNames == ["one.txt", "two.txt"])
                #expect(reply.field("In-Reply-To")?.split(separator: " ").count == 2)
                let prompt = try world.prompt(2)
                #expect(prompt.contains("was cut off") && prompt.contains("Paint the gate, too."))
                #expect(!prompt.contains("Paint the fence."), "the session knows that")
                #expect(try world.arguments(2).contains("--resume s-1"))
                let tasks = try await server.store.tasks { $0.allSatisfy { $0.endedAt != nil } }
                #expect(tasks.map(\.serviceFailures) == [1] && tasks.map(\.turns) == [3])
            }
        }
    }

    @Test func `a run cut off before it began is given the same prompt again, after a restart, too`() async throws {
        let agent = Script.turns([Script.start + "\n" + Script.overloaded, Script.say("Done.")])
        var slow = RetryPolicy.quick
        (slow.firstServiceDelay, slow.longestServiceDelay) = (.seconds(600), .seconds(600))
        try await World.with(agent: agent) { [slow] world in
            try await world.withServer(retries: slow) { server in
                try await world.send(world.task("Paint the fence."))
                let tasks = try await server.store.tasks { $0.first?.serviceFailures == 1 }
                #expect(tasks.first?.state == .queued && tasks.first?.notBefore != nil)
            }
            let later = WallClock { Date(timeIntervalSinceNow: 1000) }
            try await world.withServer(retries: slow, clock: later) { _ in
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("tried again, once"))
                #expect(try world.prompt(1) == world.prompt(2))
                #expect(try !world.arguments(2).contains("--resume"))
            }
        }
    }

    @Test func `a service that does not come back is told after some attempts, with the work so far`() async throws {
        let agent = Script.turns([
            "\(Script.start)\necho $number > try.txt\n\(Script.work("Hm."))\n\(Script.overloaded)"
        ])
        var policy = RetryPolicy.quick
        policy.mostServiceFailures = 3
        try await World.with(agent: agent) { [policy] world in
            try await world.withServer(retries: policy) { server in
                try await world.send(world.task("Paint the fence."))
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("also after several tries") && reply.text.contains("tried again, 2 times"))
                #expect(reply.text.contains("unfinished work"))
                #expect(try world.arguments(3).contains("--resume s-1"))
                let requests = await world.forge.pullRequests
                #expect(requests.isEmpty)
                let tasks = try await server.store.tasks { $0.first?.endedAt != nil }
                #expect(tasks.first?.outcome == "overloaded" && tasks.first?.costUSD == 0.12)
            }
        }
    }

    @Test func `a run waits for its allowance and says so once`() async throws {
        let used = "\(Script.start)\n\(Script.work("Hm."))\n\(Script.usedUp(for: 2))"
        let agent = Script.turns([used, used, Script.say("Done.")])
        try await World.with(agent: agent) { world in
            try await world.withServer(retries: .quick) { server in
                try await world.send(world.task("Paint the fence."))
                let mails = try await world.inbox(of: 3)
                #expect(mails[1].text.contains("allowance is used up") && mails[1].text.contains(" UTC"))
                #expect(mails[2].text.contains("Done.") && mails[2].text.contains("had to wait"))
                #expect(mails.count == 3)
                #expect(try world.arguments(3).contains("--resume s-1"))
                let tasks = try await server.store.tasks { $0.first?.endedAt != nil }
                #expect(tasks.first?.serviceFailures == 0)
            }
        }
    }

    @Test func `an allowance that is far away is not waited for`() async throws {
        let agent = Script.turns([Script.start + "\n" + Script.usedUp(for: 800_000)])
        try await World.with(agent: agent) { world in
            try await world.withServer(retries: .quick) { _ in
                try await world.send(world.task("Paint the fence."))
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("has used up its allowance until") && reply.text.contains(" UTC"))
            }
        }
    }

    @Test(arguments: [Script.sessionLost, Script.promptTooLong])
    func `a lost or full session is replaced by a new one that learns what was asked; both are paid`(
        end: String
    ) async throws {
        let agent = Script.turns([
            Script.say("The fence is green."), Script.start + "\n" + Script.work("Half.") + "\nexit 1",
            end, Script.say("Done."),
        ])
        try await World.with(agent: agent) { world in
            try await world.withServer(retries: .quick) { _ in
                try await world.send(world.task("Paint the fence."))
                let first = try #require(try await world.inbox(of: 2).last)
                try await world.send(world.task("Now the gate.", inReplyTo: first.messageID))
                let failure = try #require(try await world.inbox(of: 3).last)
                #expect(failure.text.contains("ended with an error"))
                try await world.send(world.task("Go on.", inReplyTo: failure.messageID))
                let reply = try #require(try await world.inbox(of: 4).last)
                #expect(reply.text.contains("Done.") && reply.text.contains("$0.0300"))
                #expect(try world.arguments(3).contains("--resume s-1"))
                #expect(try !world.arguments(4).contains("--resume"))
                let prompt = try world.prompt(4)
                for text in ["could not be continued", "The fence is green.", "Now the gate.", "Go on."] {
                    #expect(prompt.contains(text))
                }
                #expect(!prompt.contains("Paint the fence."), "that was answered")
            }
        }
    }
}
