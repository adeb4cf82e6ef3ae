import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestMail
import Foundation
import Testing

@testable import AirutCommands

/// Replies that the mail server does not take as they are.
@Suite struct ReplyTests {
    @Test func `a reply whose files are too large for the server arrives without them`() async throws {
        let agent = AgentScript.doing("head -c 3000000 /dev/urandom > /outbox/large.bin")
        try await World.with(agent: agent, maximumMessageBytes: 1 << 20) { world in
            try await world.withServer { _ in
                try await world.send(world.task("Make something large."))
                let reply = try #require(try await world.inbox(of: 2).last)
                #expect(reply.text.contains("Done.") && reply.text.contains("were left out"))
                #expect(reply.fileNames.isEmpty)
            }
        }
    }
}
