import AirutMailTestSupport
import AirutModel
import AirutTestSupport
import Testing

@testable import AirutMail

@Suite struct IMAPClientTests {
    private static let exchange: [ScriptedServer.Step] = [.readLine, .send("{tag} OK done\r\n")]

    private func account(
        _ port: Int, security: ConnectionSecurity = .plaintext, timeout: Duration = .seconds(120)
    ) -> IMAPAccount {
        IMAPAccount(
            host: "127.0.0.1", port: port, security: security, username: "bot", password: Secret("a\"b"),
            timeout: timeout)
    }

    /// Connects to a server that follows the script and gives what the attempt failed with.
    private func failure(
        _ script: [ScriptedServer.Step], security: ConnectionSecurity = .plaintext, timeout: Duration = .seconds(120)
    ) async throws -> (error: MailServerError?, lines: [String]) {
        let caught = Caught()
        let lines = try await withScriptedServer(script) { port in
            do {
                let client = try await IMAPClient.connect(account(port, security: security, timeout: timeout))
                await client.close()
            } catch let error as MailServerError {
                await caught.set(error)
            }
        }
        return (await caught.error, lines)
    }

    private actor Caught {
        private(set) var error: MailServerError?
        func set(_ error: MailServerError) { self.error = error }
    }

    @Test func `abilities are asked for again after the login changed them`() async throws {
        let lines = try await withScriptedServer([
            .send("* OK hello\r\n"),
            .readLine, .send("* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"),
            .readLine, .send("{tag} OK logged in\r\n"),
            .readLine, .send("* CAPABILITY IMAP4rev1 UIDPLUS\r\n{tag} OK done\r\n"),
        ]) { port in
            let client = try await IMAPClient.connect(account(port))
            #expect(try await client.capabilities() == ["IMAP4REV1", "UIDPLUS"])
            await client.close()
        }
        #expect(lines == ["A1 CAPABILITY", "A2 LOGIN \"bot\" \"a\\\"b\"", "A3 CAPABILITY"])
    }

    @Test func `a server that knows us already needs no login`() async throws {
        let lines = try await withScriptedServer(
            [.send("* PREAUTH [CAPABILITY IMAP4rev1] hello bot\r\n")] + Self.exchange
        ) { port in
            let client = try await IMAPClient.connect(account(port))
            await client.logOut()
        }
        #expect(lines == ["A1 LOGOUT"])
    }

    @Test func `the password is not sent where logging in is disabled`() async throws {
        let (error, lines) = try await failure([
            .send("* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] hello\r\n"), .waitForEnd,
        ])
        #expect(error?.kind == .unauthorized)
        #expect(lines == [])
    }

    @Test func `the password is not sent where STARTTLS is missing, refused, tampered with or skipped`() async throws {
        let offers = "* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n"
        let scripts: [[ScriptedServer.Step]] = [
            [.send("* OK [CAPABILITY IMAP4rev1] hello\r\n"), .waitForEnd],
            [.send(offers), .readLine, .send("{tag} BAD not today\r\n"), .waitForEnd],
            [.send(offers), .readLine, .send("{tag} OK begin\r\n* CAPABILITY IMAP4rev1\r\n"), .waitForEnd],
            [.send("* PREAUTH hello bot\r\n"), .waitForEnd],
        ]
        for script in scripts {
            let (error, lines) = try await failure(script, security: .startTLS)
            #expect(error?.kind == .untrusted)
            #expect(lines.allSatisfy { $0 == "A1 STARTTLS" })
        }
    }

    @Test func `a silent server is given up with a sentence`() async throws {
        let (error, _) = try await failure([.waitForEnd], timeout: .milliseconds(100))
        #expect(error?.kind == .timedOut)
        #expect(error?.retryMayHelp == true)
    }

    @Test func `a server that is not there is a sentence`() async throws {
        let port = try freePorts(1)[0]
        let error = await #expect(throws: MailServerError.self) { _ = try await IMAPClient.connect(account(port)) }
        #expect(error?.kind == .unreachable)
        #expect(error?.retryMayHelp == true)
        #expect(error.map { "\($0)" }?.hasPrefix("cannot connect at 127.0.0.1:\(port): nobody answers there (") == true)
    }

    @Test func `a server that goes away in the middle of a message loses nothing and lies about nothing`() async throws
    {
        _ = try await withScriptedServer([
            .send("* PREAUTH [CAPABILITY IMAP4rev1] hello\r\n"),
            .readLine, .send("* 1 EXISTS\r\n* OK [UIDVALIDITY 7] \r\n{tag} OK [READ-WRITE] open\r\n"),
            .readLine, .send("* 1 FETCH (UID 3 FLAGS () RFC822.SIZE 9)\r\n{tag} OK done\r\n"),
            .readLine, .send("{tag} OK nothing new\r\n"),
            .readLine, .send("* 1 FETCH (UID 3 BODY[] {9}\r\nSubj"),
        ]) { port in
            let client = try await IMAPClient.connect(account(port))
            try await client.open()
            let messages = try await client.messages()
            #expect(messages == [MailboxMessage(uidValidity: 7, uid: 3, bytes: 9)])
            let error = await #expect(throws: MailServerError.self) {
                try await client.fetch(messages[0], maximumBytes: 100)
            }
            #expect(error?.kind == .unreachable)
        }
    }

    @Test func `mail announced together with the permission to wait is noticed`() async throws {
        let lines = try await withScriptedServer([
            .send("* PREAUTH [CAPABILITY IMAP4rev1 IDLE] hello\r\n"),
            .readLine, .send("* 0 EXISTS\r\n* OK [UIDVALIDITY 7] \r\n{tag} OK open\r\n"),
            .readLine, .send("+ idling\r\n* 1 EXISTS\r\n"),
            .readLine, .send("A2 OK done\r\n"),
        ]) { port in
            let client = try await IMAPClient.connect(account(port))
            try await client.open()
            #expect(try await client.waitForMail(upTo: .seconds(60)))
            await client.close()
        }
        #expect(lines == ["A1 SELECT \"INBOX\"", "A2 IDLE", "DONE"])
    }

    @Test func `a server that never stops talking does not keep the waiting from its end`() async throws {
        let lines = try await withScriptedServer([
            .send("* PREAUTH [CAPABILITY IMAP4rev1 IDLE] hello\r\n"),
            .readLine, .send("* 0 EXISTS\r\n* OK [UIDVALIDITY 7] \r\n{tag} OK open\r\n"),
            .readLine, .send("+ idling\r\n"), .chatter(String(repeating: "* OK Still here\r\n", count: 50)),
            .readLine, .send("A2 OK done\r\n"),
        ]) { port in
            let client = try await IMAPClient.connect(account(port))
            try await client.open()
            #expect(try await client.waitForMail(upTo: .milliseconds(200)) == false)
            await client.close()
        }
        #expect(lines == ["A1 SELECT \"INBOX\"", "A2 IDLE", "DONE"])
    }

    @Test func `messages of an earlier numbering are never touched`() async throws {
        let lines = try await withScriptedServer([
            .send("* PREAUTH [CAPABILITY IMAP4rev1 UIDPLUS MOVE] hello\r\n"),
            .readLine, .send("* 1 EXISTS\r\n* OK [UIDVALIDITY 8] \r\n{tag} OK open\r\n"), .waitForEnd,
        ]) { port in
            let client = try await IMAPClient.connect(account(port))
            try await client.open()
            let stale = MailboxMessage(uidValidity: 7, uid: 1, bytes: 9)
            await #expect(throws: MailServerError.self) { try await client.delete([stale]) }
            await #expect(throws: MailServerError.self) { try await client.move([stale], to: "Archive") }
            await #expect(throws: MailServerError.self) { try await client.fetch(stale, maximumBytes: 100) }
            await client.close()
        }
        #expect(lines == ["A1 SELECT \"INBOX\""])
    }

    @Test func `a mailbox that may only be read is refused`() async throws {
        _ = try await withScriptedServer([
            .send("* PREAUTH [CAPABILITY IMAP4rev1] hello\r\n"),
            .readLine, .send("* 0 EXISTS\r\n* OK [UIDVALIDITY 8] \r\n{tag} OK [READ-ONLY] open\r\n"), .waitForEnd,
        ]) { port in
            let client = try await IMAPClient.connect(account(port))
            let error = await #expect(throws: MailServerError.self) { try await client.open() }
            #expect(error?.kind == .refused)
            await client.close()
        }
    }
}
