import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestSupport
import Foundation
import Testing

@testable import AirutCommands

@Suite(.timeLimit(.minutes(10))) struct SlowRemoteTests {
    @Test func `a repository whose server does not answer holds up nobody else, not even with one slot for all`() async throws {
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
}
