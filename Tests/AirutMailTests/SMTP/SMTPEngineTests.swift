import AirutModel
import Testing

@testable import AirutMail

@Suite struct SMTPEngineTests {
    private func engine(login: Bool = true, needsStartTLS: Bool = false) throws -> SMTPEngine {
        let account = SMTPAccount.Login(username: "u", password: Secret("p"))
        return SMTPEngine(
            SMTPEnvelope(
                sender: try #require(EmailAddress("a@example.org")),
                recipients: [try #require(EmailAddress("b@example.org"))], message: Array("x\r\n".utf8),
                login: login ? account : nil, needsStartTLS: needsStartTLS))
    }

    private func answer(_ text: String, _ engine: inout SMTPEngine) throws -> String {
        engine.receive(Array(text.utf8))
        guard case .send(let bytes) = try engine.step() else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `AUTH LOGIN is spoken where PLAIN is not offered`() throws {
        var engine = try engine()
        #expect(try answer("220-hello\r\n220 there\r\n", &engine) == "EHLO [127.0.0.1]\r\n")
        #expect(try answer("250-test\r\n250 AUTH=LOGIN XYZ\r\n", &engine) == "AUTH LOGIN\r\n")
        #expect(try answer("334 VXNlcm5hbWU6\r\n", &engine) == "dQ==\r\n")
        #expect(try answer("334 UGFzc3dvcmQ6\r\n", &engine) == "cA==\r\n")
        #expect(try answer("235 welcome\r\n", &engine) == "MAIL FROM:<a@example.org>\r\n")
    }

    @Test func `the password stays here when no mechanism is offered, and a refused one is told`() throws {
        var first = try engine()
        _ = try answer("220 hello\r\n", &first)
        #expect(throws: SMTPFailure.self) { try answer("250-test\r\n250 AUTH GSSAPI\r\n", &first) }
        var second = try engine()
        _ = try answer("220 hello\r\n", &second)
        #expect(try answer("250-test\r\n250 AUTH LOGIN PLAIN\r\n", &second) == "AUTH PLAIN AHUAcA==\r\n")
        let error = #expect(throws: SMTPFailure.self) { try answer("535 5.7.8 no\r\n", &second) }
        #expect(error?.kind == .unauthorized)
        #expect(error?.retryMayHelp == false)
    }

    @Test func `abilities from before STARTTLS are forgotten, and injected answers refused`() throws {
        var engine = try engine(needsStartTLS: true)
        _ = try answer("220 hello\r\n", &engine)
        #expect(try answer("250-test\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n", &engine) == "STARTTLS\r\n")
        var injected = engine
        #expect(throws: SMTPFailure.self) { try answer("220 go\r\n250 test\r\n", &injected) }
        engine.receive(Array("220 go\r\n".utf8))
        #expect(try engine.step() == .startTLS)
        _ = engine.secured()
        #expect(throws: SMTPFailure.self) { try answer("250 test\r\n", &engine) }
    }

    @Test func `a message beyond the server's limit is not sent`() throws {
        var engine = try engine(login: false)
        _ = try answer("220 hello\r\n", &engine)
        let error = #expect(throws: SMTPFailure.self) { try answer("250-test\r\n250 SIZE 2\r\n", &engine) }
        #expect(error?.kind == .tooLarge)
    }

    @Test(arguments: [
        String(repeating: "250-x\r\n", count: 20_000), "250-" + String(repeating: "x", count: 60_000) + "\r\n250-y",
        String(repeating: "250-" + String(repeating: "x", count: 1000) + "\r\n", count: 70),
    ])
    func `a reply that does not end is cut off`(text: String) throws {
        var engine = try engine()
        engine.receive(Array(text.utf8) + Array(String(repeating: "z", count: 8000).utf8))
        let error = #expect(throws: SMTPFailure.self) { try engine.step() }
        #expect(error?.kind == .malformed)
    }

    @Test func `many replies at once are as long as they like`() throws {
        var engine = try engine()
        let text = "220 " + String(repeating: "x", count: 40_000) + "\r\n250-" + String(repeating: "x", count: 40_000)
        #expect(try answer(text, &engine) == "EHLO [127.0.0.1]\r\n")
    }

    @Test(arguments: ["HTTP/1.1 400\r\n", "2x0 hello\r\n", "\r\n", String(repeating: "2", count: 70000)])
    func `what breaks the protocol is an error`(text: String) throws {
        var engine = try engine()
        engine.receive(Array(text.utf8))
        #expect(throws: SMTPFailure.self) { try engine.step() }
    }

    @Test(arguments: [
        ("", "\r\n"), ("a", "a\r\n"), ("a\n", "a\r\n"), ("a\rb\r\n", "a\r\nb\r\n"), ("\n\r", "\r\n\r\n"),
        ("a\r\r\nb\n\n", "a\r\n\r\nb\r\n\r\n"),
    ])
    func `every line end becomes CR LF`(text: String, expected: String) {
        #expect(String(decoding: CanonicalLines.ended(Array(text.utf8)), as: UTF8.self) == expected)
    }
}
