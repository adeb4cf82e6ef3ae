import AirutMail
import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestSupport
import AirutWorker
import Foundation
import Testing

@testable import AirutCommands

/// Failures of the server itself, before and after the agent began.
@Suite(.timeLimit(.minutes(10))) struct RetryTests {
    @Test func `a preparation that fails unforeseen is tried again until it works`() async throws {
        try await World.with(agent: AgentScript.doing("true")) { world in
            // A file stands where the conversations' folders are to be.
            let inTheWay = world.folder.state + "/repos/fruits/conversations"
            try world.folder.write("", to: inTheWay)
            var policy = RetryPolicy.quick
            policy.mostPreparations = .max
            try await world.withServer(retries: policy) { server in
                try await world.send(world.task("Paint the fence."))
                let tasks = try await failed(3, server)
                #expect(tasks.first?.startedAt == nil)
                try FileManager.default.removeItem(atPath: inTheWay)
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("Done."))
            }
        }
    }

    @Test func `a preparation that keeps failing is answered after its last attempt`() async throws {
        try await World.with(agent: AgentScript.doing("true")) { world in
            try world.folder.write("", to: world.folder.state + "/repos/fruits/conversations")
            var policy = RetryPolicy.quick
            policy.mostPreparations = 3
            try await world.withServer(retries: policy) { server in
                try await world.send(world.task("Paint the fence."))
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("Something went wrong on the server"))
                let id = try #require(try await server.store.conversationIDs(World.fruits).first)
                let tasks = try await server.store.tasks(of: id)
                #expect(tasks.map(\.attempts) == [3] && tasks.map(\.outcome) == [TaskResult.notRun])
            }
        }
    }

    @Test func `a mirror that turns out to be damaged is made anew, and the run goes on`() async throws {
        try await World.with(agent: AgentScript.doing("true")) { world in
            try await world.withServer { _ in
                try await world.send(world.task("Paint the fence."))
                _ = try await world.inbox(of: 2)
            }
            let damage = """
                mv objects/pack packs; mkdir objects/pack
                for pack in packs/*.pack; do git unpack-objects -q < $pack; done; rm -rf packs
                id=$(git rev-parse main:.airut/network-allowlist.yaml)
                file=objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)
                chmod u+w $file && : > $file
                """
            try await run(["/bin/sh", "-ec", damage], in: world.folder.state + "/repos/fruits/mirror.git")
            try await world.withServer(retries: .quick) { server in
                try await world.send(world.task("Paint the gate."))
                #expect(try await world.inbox(of: 4).last?.text.contains("Done.") == true)
                var failures = 0
                for id in try await server.store.conversationIDs(World.fruits) {
                    failures += try await server.store.tasks(of: id).reduce(0) { $0 + $1.preparationFailures }
                }
                #expect(failures == 1)
            }
        }
    }

    @Test func `what fails after an agent has begun is answered, not tried again`() async throws {
        // The session is lost, and every name that the attachment could have for the new one is taken.
        let crowd =
            "echo half > half.txt; echo x > /inbox/a.txt; for i in $(seq 2 1000); do echo x > /inbox/a-$i.txt; done"
        let agent = AgentScript.turns([AgentScript.say("Done."), "\(crowd)\n\(AgentScript.sessionLost)"])
        try await World.with(agent: agent) { world in
            try await world.withServer(retries: .quick) { server in
                try await world.send(world.task("Paint the fence."))
                let first = try #require(try await world.inbox(of: 2).last)
                var mail = world.task("And the gate.", inReplyTo: first.messageID)
                mail.attachment = ("a.txt", "green\n")
                try await world.send(mail)
                let reply = try #require(try await world.inbox(of: 3).last)
                #expect(reply.text.contains("Something went wrong on the server"))
                let tasks = try await server.store.tasks { $0.allSatisfy { $0.endedAt != nil } }
                #expect(tasks.map(\.attempts) == [1, 1])
                #expect(reply.text.contains("unfinished work"), "what was done until then is kept and shown")
            }
        }
    }

    private func failed(_ count: Int, _ server: Server) async throws -> [TaskRecord] {
        try await server.store.tasks { ($0.first?.attempts ?? 0) >= count && $0.first?.state == .queued }
    }
}
