import AirutMailTestSupport
import AirutModel
import Testing

@testable import AirutMail

@Suite struct SMTPClientTests {
    private static let login = SMTPAccount.Login(username: "bot", password: Secret(botPassword))
    private static let accepting: [ScriptedServer.Step] = [
        .readLine, .send("250 sender ok\r\n"), .readLine, .send("250 recipient ok\r\n"), .readLine,
        .send("354 go on\r\n"), .readMessage, .send("250 2.0.0 queued as 17\r\n"), .readLine,
    ]
    private static let welcoming: [ScriptedServer.Step] = [
        .send("220 test ESMTP\r\n"), .readLine, .send("250-test\r\n250-8BITMIME\r\n250 SIZE 1000000\r\n"),
    ]
    private let sender = EmailAddress("bot@example.org")
    private let recipient = EmailAddress("person@example.org")

    private func submit(_ message: String, account: SMTPAccount) async throws -> String {
        try await SMTPClient(account: account).submit(
            Array(message.utf8), from: #require(sender), to: [#require(recipient)]
        ).answer
    }

    private func plaintext(_ port: Int) -> SMTPAccount {
        SMTPAccount(host: "127.0.0.1", port: port, security: .plaintext, login: nil)
    }

    /// What submitting to a server that follows the script fails with.
    private func failure(_ script: [ScriptedServer.Step]) async throws -> MailServerError {
        let server = try ScriptedServer()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.serve(script) }
            return try await failure(plaintext(server.port))
        }
    }

    private func failure(_ account: SMTPAccount) async throws -> MailServerError {
        let error = await #expect(throws: MailServerError.self) {
            try await submit("Subject: x\r\n\r\ny\r\n", account: account)
        }
        return try #require(error)
    }

    @Test func `dots and line ends arrive as they must`() async throws {
        let lines = try await withScriptedServer(Self.welcoming + Self.accepting) { port in
            let answer = try await submit(".first\nSubject: x\r\n\r\n.\n..two\rend", account: plaintext(port))
            #expect(answer == "250 2.0.0 queued as 17")
        }
        #expect(Array(lines[1...2]) == ["MAIL FROM:<bot@example.org> SIZE=37", "RCPT TO:<person@example.org>"])
        #expect(Array(lines[3...]) == ["DATA", "..first", "Subject: x", "", "..", "...two", "end", ".", "QUIT"])
    }

    @Test func `a server's refusal is quoted, with its permanence`() async throws {
        let refused: [ScriptedServer.Step] = [
            .readLine, .send("250 ok\r\n"), .readLine, .send("550-5.1.1 nobody\r\n550 of that name\r\n"), .waitForEnd,
        ]
        let permanent = try await failure(Self.welcoming + refused)
        #expect(permanent.kind == .refused)
        #expect(permanent.replyCode == 550)
        #expect(!permanent.retryMayHelp)
        #expect(permanent.reason == "the server says “550 5.1.1 nobody of that name”")
        let passing = try await failure(Self.welcoming + [.readLine, .send("451 4.3.0 try later\r\n"), .waitForEnd])
        #expect(passing.replyCode == 451)
        #expect(passing.retryMayHelp)
    }

    @Test func `a refusal at the message's end or at the door is one too`() async throws {
        var late = Self.accepting
        late[7] = .send("554 5.7.1 spam\r\n")
        #expect(try await failure(Self.welcoming + late).replyCode == 554)
        #expect(try await failure([.send("421 4.3.2 too busy\r\n"), .waitForEnd]).retryMayHelp)
        #expect(try await !failure([.send("554 5.3.2 not here\r\n"), .waitForEnd]).retryMayHelp)
    }

    @Test func `a broken connection may pass`() async throws {
        let broken = try await failure(Self.welcoming + Self.accepting[..<7])
        #expect(broken.kind == .unreachable)
        #expect(broken.retryMayHelp)
    }

    @Test func `nothing is sent where STARTTLS is missing`() async throws {
        let lines = try await withScriptedServer(Self.welcoming + [.waitForEnd]) { port in
            var account = plaintext(port)
            account.security = .startTLS
            account.login = Self.login
            let error = await #expect(throws: MailServerError.self) { try await submit("x", account: account) }
            #expect(error?.kind == .untrusted)
        }
        #expect(lines.count == 1)
    }

    @Test func `plaintext to another machine is refused before anything is sent`() async {
        let account = SMTPAccount(host: "mail.example.org", port: 25, security: .plaintext, login: nil)
        let error = await #expect(throws: MailServerError.self) { try await submit("x", account: account) }
        #expect(error?.kind == .unusable)
    }

    /// Runs a submission service while `body` runs.
    ///
    /// - Returns: the lines of the mail that it passed on or delivered.
    private func withSubmission(
        _ backend: MailBackend, _ security: ConnectionSecurity,
        _ body: @Sendable (any MailBackendServer) async throws -> Void
    ) async throws -> [String] {
        switch backend {
        case .dovecot:
            try await withScriptedServer(Self.welcoming + Self.accepting) { relayPort in
                try await backend.withServer(.init(security: security, relayPort: relayPort), body)
            }
        case .loopback:
            try await withLoopbackServer(.init(security: security)) { server in
                try await body(server)
                return server.lines(deliveredTo: LoopbackServer.person)
            }
        }
    }

    @Test(arguments: MailBackend.allCases, ConnectionSecurity.allCases)
    func `a submission service takes mail after the login, over verified TLS where it has it`(
        backend: MailBackend, security: ConnectionSecurity
    ) async throws {
        let numbers = (0..<50_000).map { "number \($0)" }
        let lines = try await withSubmission(backend, security) { server in
            let text = "Subject: x\r\n\r\n.\r\nü\r\n" + numbers.joined(separator: "\r\n") + "\r\n"
            let answer = try await submit(text, account: server.submission(security))
            #expect(answer.hasPrefix("250 2.0.0 "))
        }
        #expect(lines.contains("Subject: x"))
        #expect(lines.contains("ü"))
        // More than is sent at a time.
        #expect(lines.filter { $0.hasPrefix("number ") } == numbers)
    }

    @Test(arguments: MailBackend.allCases, [ConnectionSecurity.tls, .startTLS])
    func `a submission service's wrong password and wrong certificate are sentences`(
        backend: MailBackend, security: ConnectionSecurity
    ) async throws {
        try await backend.withServer(.init(security: security)) { server in
            var account = server.submission(security)
            account.login?.password = Secret("hunter2")
            var error = try await failure(account)
            #expect(error.kind == .unauthorized, "\(error)")
            #expect(error.reason.contains("535"))
            account.caFile = nil
            error = try await failure(account)
            #expect(error.kind == .untrusted, "\(error)")
        }
    }

    @Test(arguments: ConnectionSecurity.allCases)
    func `a recipient that the loopback server does not know is refused for good`(
        security: ConnectionSecurity
    ) async throws {
        try await withLoopbackServer(.init(security: security)) { server in
            let client = SMTPClient(account: server.submission(security))
            let stranger = try #require(EmailAddress("nobody@elsewhere.example"))
            let mail = Array("Subject: x\r\n\r\ny\r\n".utf8)
            let receipt = try await client.submit(
                mail, from: LoopbackServer.bot, to: [LoopbackServer.person, stranger])
            #expect(receipt.refused.map(\.address) == [stranger])
            #expect(server.lines(deliveredTo: LoopbackServer.person).contains("Subject: x"))
            let error = await #expect(throws: MailServerError.self) {
                try await client.submit(mail, from: LoopbackServer.bot, to: [stranger])
            }
            #expect(error?.replyCode == 550)
            #expect(error?.retryMayHelp == false)
        }
    }
}
