import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestMail
import AirutWorker
import Foundation
import Testing

@testable import AirutCommands

/// Our own mail, while the server that takes it misbehaves. A mail that names an unknown model is answered without any run.
@Suite struct SpoolTests {
    private let repository = RepositoryID("fruits")!

    /// What happens to the next connection of Airut's own that gets so far.
    private final class Trap: Sendable {
        private let fault = Locked<(verb: String, fault: @Sendable () -> TestMailFault?)?>(nil)

        func set(_ verb: String, _ fault: @escaping @Sendable () -> TestMailFault?) {
            self.fault.withLock { $0 = (verb, fault) }
        }

        /// Nobody else uses the server while a trap is set.
        @Sendable func answer(_ line: TestMailLine) -> TestMailFault? {
            guard line.service == .smtp else { return nil }
            let found = fault.withLock { fault in
                guard let set = fault, set.verb == line.verb else { return nil as (@Sendable () -> TestMailFault?)? }
                fault = nil
                return set.fault
            }
            return found?()
        }
    }

    private func question(_ world: World, _ number: Int) -> DemoMail {
        DemoMail(
            from: DemoAddresses.alice, to: EmailAddress("airut+nonsense@airut.test")!, subject: "Question \(number)",
            text: "Hello.")
    }

    @Test func `a connection that breaks in any phase costs time, and no mail`() async throws {
        let trap = Trap()
        let breaks: [(verb: String, fault: TestMailFault, isDelivered: Bool)] = [
            ("EHLO", .disconnect, false), ("AUTH", .disconnect, false), ("MAIL", .disconnect, false),
            ("RCPT", .disconnect, false), ("DATA", .disconnect, false), ("DATA", .disconnectAfterEffect, false),
            (".", .disconnect, false), (".", .disconnectAfterEffect, true), (".", .answer("451 4.3.0 later"), false),
            ("RCPT", .answer("450 4.2.1 busy"), false), ("AUTH", .answer("535 5.7.8 no"), false),
            ("MAIL", .answer("550 5.7.1 not as that"), false),
        ]
        try await World.with(fault: trap.answer) { world in
            try await world.withServer { server in
                var copies = 0
                for (index, broken) in breaks.enumerated() {
                    // Put into the mailbox, not sent: the trap is for the answer.
                    trap.set(broken.verb) { broken.fault }
                    try world.receive(question(world, index))
                    let failed = try await self.failedMail(server.store)
                    #expect(
                        world.mail.messages(of: DemoAddresses.alice).count
                            == index + copies + (broken.isDelivered ? 1 : 0))
                    let answer = await server.answer(.retryMail([failed.id]))
                    #expect(answer == .done(["Mail \(failed.id) is being sent again."]))
                    let mails = try await world.inbox(of: index + 1)
                    #expect(mails.last?.field("Subject")?.contains("Question \(index)") == true)
                    for await _ in server.store.changes(in: [.outgoing]) {
                        if try await server.store.overview(repository).pending == 0 { break }
                    }
                    if broken.isDelivered {
                        copies += 1
                        let twice = world.mail.messages(of: DemoAddresses.alice).suffix(2).map { MailText($0.bytes) }
                        #expect(twice.map(\.messageID) == [mails.last?.messageID, mails.last?.messageID])
                    }
                }
            }
        }
    }

    private func failedMail(_ store: Store) async throws -> UndeliveredMail {
        for await _ in store.changes(in: [.outgoing]) {
            if let failed = try await store.overview(repository).delayed.first { return failed }
        }
        throw CancellationError()
    }

    @Test func `a server that is slow gets the mail once`() async throws {
        let trap = Trap()
        try await World.with(fault: trap.answer) { world in
            try await world.withServer { server in
                trap.set(".") {
                    usleep(1_500_000)
                    return nil
                }
                try world.receive(question(world, 1))
                _ = try await world.inbox(of: 1)
                for await _ in server.store.changes(in: [.outgoing]) {
                    if try await server.store.outgoing(repository, state: .sent).count == 1 { break }
                }
                #expect(world.mail.messages(of: DemoAddresses.alice).count == 1)
            }
        }
    }

    /// Waits, then leaves files that mail could damage: long, binary, with dots at the beginning of lines.
    private static let files = AgentScript.doing(
        AgentScript.untilTold + """

            head -c 300000 /dev/urandom > /outbox/noise.bin
            printf '.\\n..\\r\\n.\\r\\nFrom me\\n' > /outbox/dots.txt
            """)

    /// Has a mail with files composed, and the trap set when that is about to be sent.
    private func composeFiles(_ world: World, _ trap: Trap, _ fault: @escaping @Sendable () -> TestMailFault?)
        async throws
    {
        try world.receive(world.task("Make files."))
        // The acknowledgement; the reply waits for it.
        _ = try await world.inbox(of: 1)
        try await world.agentWaits()
        trap.set(".", fault)
        try world.tellToGo()
    }

    /// The mails to Alice as they were submitted, once there are so many: without what the server adds on top.
    private func submitted(_ count: Int, _ world: World) async throws -> [[UInt8]] {
        try await world.mail.messages(of: DemoAddresses.alice, within: .seconds(240)) { $0.count == count }.map {
            mail in
            let start = try #require(mail.bytes.firstRange(of: Array("\r\nDate: ".utf8))).lowerBound + 2
            return Array(mail.bytes[start...])
        }
    }

    @Test func `a mail with files whose delivery was not seen goes out again as it was`() async throws {
        let trap = Trap()
        try await World.with(agent: Self.files, fault: trap.answer) { world in
            try await world.withServer { server in
                try await self.composeFiles(world, trap) { .disconnectAfterEffect }
                let failed = try await self.failedMail(server.store)
                let composed = try await server.store.outgoing(repository, state: .pending).map(\.mail.raw)
                _ = await server.answer(.retryMail([failed.id]))
                let mails = try await self.submitted(3, world)
                #expect(MailText(mails[1]).fileNames.sorted() == ["dots.txt", "noise.bin"])
                #expect(mails[1].count > 400_000 && [mails[1]] == composed)
                #expect(mails[2] == mails[1])
            }
        }
    }

    @Test func `killed after the server's answer and before it is recorded, the mail goes out again as it was`()
        async throws
    {
        let trap = Trap()
        try await World.with(agent: Self.files, fault: trap.answer) { world in
            let server = try ServerProgram(world)
            let process = server.processID
            try await composeFiles(world, trap) {
                // It sees nothing of the answer any more, which is on its way then.
                kill(process, SIGSTOP)
                return nil
            }
            _ = try await submitted(2, world)
            server.signal(SIGKILL)
            #expect(try await server.status() == SIGKILL)
            let next = try ServerProgram(world)
            let mails = try await submitted(3, world)
            #expect(MailText(mails[1]).messageID != nil)
            #expect(MailText(mails[1]).fileNames.sorted() == ["dots.txt", "noise.bin"] && mails[1].count > 400_000)
            #expect(mails[2] == mails[1])
            next.signal(SIGTERM)
            #expect(try await next.status() == 0)
            #expect(world.mail.messages(of: DemoAddresses.alice).count == 3)
        }
    }

    @Test func `outages of days and clocks that jump delay mail, and lose none`() async throws {
        let trap = Trap()
        let offset = Locked<TimeInterval>(0)
        try await World.with(fault: trap.answer) { world in
            trap.set("EHLO") { .disconnect }
            try await world.withServer { server in
                try world.receive(question(world, 1))
                _ = try await self.failedMail(server.store)
            }
            // Set back by a year: what was to be tried in a year is tried now.
            offset.withLock { $0 = -365 * 86_400 }
            try await world.withServer(clock: WallClock { Date(timeIntervalSinceNow: offset.withLock(\.self)) }) { _ in
                let mail = try await world.inbox(of: 1).first
                #expect(mail?.field("Date")?.hasSuffix("+0000") == true)
            }
            // Ahead by a month: neither given up nor forgotten for that.
            offset.withLock { $0 = 30 * 86_400 }
            trap.set("EHLO") { .disconnect }
            try await world.withServer { server in
                try world.receive(question(world, 2))
                _ = try await self.failedMail(server.store)
            }
            try await world.withServer(clock: WallClock { Date(timeIntervalSinceNow: offset.withLock(\.self)) }) { _ in
                _ = try await world.inbox(of: 2)
            }
        }
    }
}
