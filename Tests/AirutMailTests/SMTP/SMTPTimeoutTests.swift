import AirutModel
import AirutTestSupport
import Testing

@testable import AirutMail

/// Servers and lines that are slow, and such that are dead.
@Suite struct SMTPTimeoutTests {
    private static let address = EmailAddress("bot@example.org")!
    /// Answers of a server to one mail.
    private static let answers = ["220 test ESMTP", "250 test", "250 ok", "250 ok", "354 go on", "250 2.0.0 queued"]

    /// What a server does that hesitates before each of its first `count` answers.
    private static func script(
        answers count: Int = answers.count, after hesitation: ScriptedServer.Step = .pause(.zero)
    ) -> [ScriptedServer.Step] {
        answers.prefix(count).enumerated().flatMap { number, answer -> [ScriptedServer.Step] in
            let request: [ScriptedServer.Step] = number == 0 ? [] : number == 5 ? [.readMessage] : [.readLine]
            return request + [hesitation, .send(answer + "\r\n")]
        }
    }

    private func submit(_ message: [UInt8], _ port: Int, _ timeouts: SMTPTimeouts) async throws -> SMTPReceipt {
        let account = SMTPAccount(
            host: "127.0.0.1", port: port, security: .plaintext, login: nil, timeouts: timeouts)
        return try await SMTPClient(account: account).submit(message, from: Self.address, to: [Self.address])
    }

    /// The same for every step.
    private func timeouts(_ limit: Duration) -> SMTPTimeouts {
        var timeouts = SMTPTimeouts()
        (timeouts.connection, timeouts.command, timeouts.dataBlock) = (limit, limit, limit)
        (timeouts.dataInitiation, timeouts.dataTermination) = (limit, limit)
        return timeouts
    }

    @Test func `the limits are those of RFC 5321`() {
        let timeouts = SMTPTimeouts()
        #expect(timeouts.command == .seconds(5 * 60) && timeouts.dataInitiation == .seconds(2 * 60))
        #expect(timeouts.dataBlock == .seconds(3 * 60) && timeouts.dataTermination == .seconds(10 * 60))
    }

    @Test func `a server that takes its time for every answer gets the mail once`() async throws {
        let limit = Duration.seconds(4)
        let script = Self.script(after: .pause(.milliseconds(800))) + [.readLine]
        let lines = try await withScriptedServer(script) { port in
            let start = ContinuousClock.now
            let receipt = try await submit(Array("x".utf8), port, timeouts(limit))
            #expect(receipt.answer == "250 2.0.0 queued")
            #expect(start.duration(to: .now) > limit)
        }
        #expect(lines.suffix(3) == ["x", ".", "QUIT"])
    }

    @Test func `a server that has the whole message may think about it for longer than about anything else`()
        async throws
    {
        var timeouts = timeouts(.seconds(2))
        timeouts.dataTermination = .seconds(600)
        let limits = timeouts
        let script = Self.script(answers: 5) + [.readMessage, .pause(.seconds(3)), .send("250 queued\r\n"), .readLine]
        _ = try await withScriptedServer(script) { port in
            let receipt = try await submit(Array("x".utf8), port, limits)
            #expect(receipt.answer == "250 queued")
        }
    }

    @Test func `silence ends each step after that step's time`() async throws {
        let limits: [WritableKeyPath<SMTPTimeouts, Duration>] = [
            \.command, \.command, \.command, \.command, \.dataInitiation, \.dataTermination,
        ]
        for (count, limit) in limits.enumerated() {
            var timeouts = timeouts(.seconds(600))
            timeouts[keyPath: limit] = .milliseconds(300)
            let short = timeouts
            _ = try await withScriptedServer(Self.script(answers: count) + [.waitForEnd]) { port in
                let error = await #expect(throws: MailServerError.self, "\(count)") {
                    try await submit(Array("x".utf8), port, short)
                }
                #expect(error?.kind == .timedOut && error?.retryMayHelp == true, "\(count)")
            }
        }
    }

    @Test func `an answer that comes in pieces is no more than one`() async throws {
        var timeouts = timeouts(.seconds(600))
        timeouts.command = .seconds(1)
        let limits = timeouts
        let pieces = Array(repeating: [ScriptedServer.Step.send("250-x\r\n"), .pause(.milliseconds(300))], count: 8)
        let script = Self.script(answers: 1) + [.readLine] + pieces.flatMap(\.self) + [.send("250 x\r\n"), .waitForEnd]
        _ = try await withScriptedServer(script) { port in
            let error = await #expect(throws: MailServerError.self) {
                try await submit(Array("x".utf8), port, limits)
            }
            #expect(error?.kind == .timedOut)
        }
    }

    private static let large = Array(repeating: String(repeating: "x", count: 62), count: 16_384)

    @Test func `a large mail on a slow line arrives as long as it moves`() async throws {
        let limit = Duration.seconds(1)
        var timeouts = timeouts(.seconds(600))
        timeouts.dataBlock = limit
        let limits = timeouts
        let script = Self.script(answers: 5) + [.crawl(.milliseconds(10)), .readMessage, .send("250 queued\r\n")]
        let lines = try await withScriptedServer(script, segmentBytes: 1400) { port in
            let start = ContinuousClock.now
            let receipt = try await submit(Array(Self.large.joined(separator: "\r\n").utf8), port, limits)
            #expect(receipt.answer == "250 queued")
            #expect(start.duration(to: .now) > limit)
        }
        #expect(Array(lines.dropFirst(4)) == Self.large + ["."])
    }

    @Test func `a server that takes nothing more is given up`() async throws {
        var timeouts = timeouts(.seconds(600))
        timeouts.dataBlock = .milliseconds(300)
        let limits = timeouts
        let isOver = Locked(false)
        let script = Self.script(answers: 5) + [.hold { isOver.withLock(\.self) }]
        _ = try await withScriptedServer(script, segmentBytes: 1400) { port in
            defer { isOver.withLock { $0 = true } }
            let error = await #expect(throws: MailServerError.self) {
                try await submit(Array(Self.large.joined(separator: "\r\n").utf8), port, limits)
            }
            #expect(error?.kind == .timedOut && error?.concernsMessage == true)
        }
    }

    /// In front of the final answer, and in the middle of the message.
    @Test(arguments: [true, false])
    func `who cancels a submission does not wait for the server`(readsMessage: Bool) async throws {
        let isThere = Locked(false)
        let isOver = Locked(false)
        let arrival = ScriptedServer.Step.hold {
            isThere.withLock { $0 = true }
            return true
        }
        let script =
            Self.script(answers: 5) + (readsMessage ? [.readMessage] : []) + [
                arrival, .hold { isOver.withLock(\.self) },
            ]
        _ = try await withScriptedServer(script, segmentBytes: 1400) { port in
            defer { isOver.withLock { $0 = true } }
            await #expect(throws: CancellationError.self) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        let message = Self.large.joined(separator: "\r\n")
                        _ = try await submit(Array(message.utf8), port, timeouts(.seconds(3600)))
                    }
                    #expect(try await eventually { isThere.withLock(\.self) })
                    group.cancelAll()
                    try await group.next()
                }
            }
        }
    }
}
