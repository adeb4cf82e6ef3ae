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

    /// What the server says to Airut's own mail, and what becomes of the mail then.
    static let refusals: [(command: String, answer: String, state: OutgoingRecord.State)] = [
        ("MAIL FROM:<AIRUT@", "530 5.7.0 log in first", .pending), ("MAIL FROM:<AIRUT@", "550 5.7.1 never", .pending),
        ("RCPT TO:<ALICE@", "451 4.3.0 later", .pending), ("RCPT TO:<ALICE@", "550 5.7.1 never", .undeliverable),
    ]

    @Test(arguments: refusals)
    func `only a final word on the mail itself ends its delivery`(
        command: String, answer: String, state: OutgoingRecord.State
    ) async throws {
        let fault: @Sendable (TestMailLine) -> TestMailFault? = { line in
            line.text.uppercased().hasPrefix(command) ? .answer(answer) : nil
        }
        try await World.with(agent: AgentScript.doing("true"), fault: fault) { world in
            try await world.withServer { server in
                let repository = try #require(RepositoryID("fruits"))
                try await world.send(world.task("Hello."))
                var tried: OutgoingRecord?
                for await _ in server.store.changes(in: [.outgoing]) {
                    let states = OutgoingRecord.State.allCases
                    for state in states where tried == nil {
                        tried = try await server.store.outgoing(repository, state: state).first { $0.attempts > 0 }
                    }
                    if tried != nil { break }
                }
                #expect(tried?.state == state)
                #expect(tried?.lastError?.contains(answer.prefix(3)) == true)
            }
        }
    }
}
