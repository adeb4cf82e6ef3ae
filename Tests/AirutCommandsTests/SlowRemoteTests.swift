import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestSupport
import AirutWorker
import Foundation
import Testing

@testable import AirutCommands

@Suite(.timeLimit(.minutes(10))) struct SlowRemoteTests {
    @Test func `a repository whose server does not answer holds up nobody else, even with one slot`() async throws {
        let silent = try LoopbackListener()
        try await World.with(agent: AgentScript.doing("true"), repositories: 2) { world in
            let change = { (text: String) in
                text.replacing(world.folder.remote, with: "https://127.0.0.1:\(silent.port)/a.git")
                    .replacing("max_concurrent: 2", with: "max_concurrent: 1")
            }
            try await world.withServer(change) { server in
                for number in 1...3 { try world.receive(world.task("Question \(number).")) }
                _ = try await world.inbox(of: 3)
                // So long the second and third could have come to where they wait.
                for await _ in server.store.changes(in: [.tasks]) {
                    if try await !server.store.runningTasks(World.fruits).isEmpty { break }
                }
                try world.receive(
                    DemoMail(
                        from: DemoAddresses.alice, to: world.sites[1].address, subject: "Please", text: "Go ahead."))
                let mails = try await world.inbox(of: 5)
                #expect(mails.last?.text.contains("Done.") == true)
                #expect(try await server.store.runningTasks(World.fruits).count == 1)
            }
        }
    }

    @Test func `who can do without what is new does not wait behind one who cannot`() async throws {
        let silent = try LoopbackListener()
        try await World.with(agent: AgentScript.doing("true")) { world in
            try await world.withServer { _ in
                try await world.send(world.task("Begin."))
                _ = try await world.inbox(of: 2)
            }
            var policy = RetryPolicy.quick
            policy.optionalFetchWait = .seconds(1)
            let change = { (text: String) in
                text.replacing(world.folder.remote, with: "https://127.0.0.1:\(silent.port)/a.git")
                    .replacing("max_concurrent: 2", with: "max_concurrent: 1")
            }
            try await world.withServer(change, retries: policy) { server in
                let first = try #require(try await world.inbox(of: 2).last)
                try world.receive(world.task("Something else."))
                for await _ in server.store.changes(in: [.tasks]) {
                    if try await !server.store.runningTasks(World.fruits).isEmpty { break }
                }
                try world.receive(world.task("Go on.", inReplyTo: first.messageID))
                // It comes before git's deadline of five minutes, at which the other would let go of the mirror.
                let reply = try #require(try await world.inbox(of: 4).last)
                #expect(reply.text.contains("Done.") && reply.text.contains("could not be fetched"))
                #expect(try await server.store.runningTasks(World.fruits).count == 1)
            }
        }
    }
}
