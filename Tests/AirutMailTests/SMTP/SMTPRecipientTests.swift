import AirutModel
import AirutTestMail
import Testing

@testable import AirutMail

@Suite struct SMTPRecipientTests {
    private static let addresses = ["a@example.org", "b@example.org", "c@example.org"].compactMap { EmailAddress($0) }

    private func account(_ port: Int, login: SMTPAccount.Login? = nil) -> SMTPAccount {
        SMTPAccount(host: "127.0.0.1", port: port, security: .plaintext, login: login)
    }

    /// What a server makes of a message to three people, and the lines it got.
    ///
    /// - Parameter answers: to `MAIL`, to each `RCPT`, then to what follows.
    private func outcome(_ answers: [String]) async throws -> (Result<SMTPReceipt, MailServerError>, lines: [String]) {
        let outcome = Outcome()
        var script: [ScriptedServer.Step] = [.send("220 test ESMTP\r\n"), .readLine, .send("250 test\r\n")]
        for answer in answers {
            let isEnd = answer == answers.last && answers.contains { $0.hasPrefix("354") }
            script += [isEnd ? .readMessage : .readLine, .send(answer + "\r\n")]
        }
        let lines = try await withScriptedServer(script + [.waitForEnd]) { port in
            let client = SMTPClient(account: account(port))
            do {
                await outcome.set(
                    .success(try await client.submit(Array("x".utf8), from: Self.addresses[0], to: Self.addresses)))
            } catch let error as MailServerError {
                await outcome.set(.failure(error))
            }
        }
        return (try #require(await outcome.result), lines)
    }

    private actor Outcome {
        private(set) var result: Result<SMTPReceipt, MailServerError>?
        func set(_ result: Result<SMTPReceipt, MailServerError>) { self.result = result }
    }

    @Test func `one recipient that is refused does not cost the others their mail`() async throws {
        let (result, lines) = try await outcome([
            "250 ok", "250 ok", "550 5.1.1 no such user", "450 4.2.1 busy", "354 go on", "250 2.0.0 queued",
        ])
        let receipt = try result.get()
        #expect(receipt.answer == "250 2.0.0 queued")
        #expect(receipt.refused.map(\.address) == Array(Self.addresses.dropFirst()))
        #expect(receipt.refused.map(\.replyCode) == [550, 450])
        #expect(receipt.refused.map(\.retryMayHelp) == [false, true])
        #expect(
            receipt.refused.first?.description
                == "cannot send to b@example.org: the server says “550 5.1.1 no such user”; "
                + "trying again alone will not help")
        #expect(lines.contains("DATA"))
    }

    @Test func `nobody accepted is an error, worth another attempt if one refusal may pass`() async throws {
        let (final, lines) = try await outcome(["250 ok", "550 no a", "550 no b", "551 no c"])
        #expect(throws: MailServerError.self) { try final.get() }
        #expect(final.failure?.kind == .refused)
        #expect(final.failure?.replyCode == 550)
        #expect(final.failure?.retryMayHelp == false)
        #expect(!lines.contains("DATA"))
        let passing = try await outcome(["250 ok", "550 no a", "451 later", "550 no c"]).0
        #expect(passing.failure?.replyCode == 451)
        #expect(passing.failure?.retryMayHelp == true)
    }

    @Test func `a server that ends the connection between recipients has taken nothing`() async throws {
        let result = try await outcome(["250 ok", "250 ok", "421 4.3.2 going down"]).0
        #expect(result.failure?.replyCode == 421)
        #expect(result.failure?.retryMayHelp == true)
    }

    @Test(arguments: [
        ["552 too big"], ["552 5.3.4 too big"],
        ["250 ok", "250 ok", "250 ok", "250 ok", "354 go", "554 5.3.4 too big"],
        ["250 ok", "250 ok", "250 ok", "250 ok", "354 go", "552-5.2.3 too big\r\n552 5.2.3 really"],
        ["250 ok", "550 5.2.3 too big", "550 5.2.3 too big", "550 5.2.3 too big"],
    ])
    func `a message too large for the server is told from other refusals`(answers: [String]) async throws {
        let error = try await outcome(answers).0.failure
        #expect(error?.kind == .tooLarge)
        #expect(error?.retryMayHelp == false)
    }

    @Test(arguments: ["552 5.2.2 mailbox full", "554 5.7.1 spam", "452 4.3.1 disk full", "550 no"])
    func `other refusals are not about the size`(answer: String) async throws {
        let answers = ["250 ok", "250 ok", "250 ok", "250 ok", "354 go", answer]
        #expect(try await outcome(answers).0.failure?.kind == .refused)
    }

    @Test(arguments: [
        "550 5.7.1 you may not send as that", "553 no", "501 what", "554 5.7.1 suspended", "530 no", "535 no",
    ])
    func `a sender who may not send is the account's trouble, and no last word on the mail`(
        answer: String
    ) async throws {
        let error = try #require(try await outcome([answer]).0.failure)
        #expect(error.kind == (answer.hasPrefix("53") ? .unauthorized : .unusable))
        #expect(!error.concernsMessage && error.replyCode == Int(answer.prefix(3)))
        #expect(error.description.contains("“\(answer)”"))
    }

    @Test func `a real server delivers to whom it knows, and says what is too large`() async throws {
        let bot = TestMailAccount(address: Self.addresses[0], username: "bot", password: Secret("secret"))
        let configuration = TestMailConfiguration(accounts: [bot], maximumMessageBytes: 1000)
        try await withMailServer(configuration) { server in
            let login = SMTPAccount.Login(username: "bot", password: Secret("secret"))
            let client = SMTPClient(account: account(server.smtpPort, login: login))
            let small = Array("Subject: x\r\n\r\ny\r\n".utf8)
            let receipt = try await client.submit(small, from: bot.address, to: Self.addresses.reversed())
            #expect(receipt.refused.map(\.address) == [Self.addresses[2], Self.addresses[1]])
            #expect(server.messages(of: bot.address).count == 1)
            let large = small + [UInt8](repeating: 0x41, count: 2000)
            let error = await #expect(throws: MailServerError.self) {
                _ = try await client.submit(large, from: bot.address, to: [bot.address])
            }
            #expect(error?.kind == .tooLarge)
            #expect(server.messages(of: bot.address).count == 1)
        }
    }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
