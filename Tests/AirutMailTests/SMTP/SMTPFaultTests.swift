import AirutModel
import AirutTestMail
import AirutTestSupport
import Testing

@testable import AirutMail

/// A submission that the server breaks off, in each of its phases.
@Suite struct SMTPFaultTests {
    static let breaks: [(verb: String, fault: TestMailFault, concernsMessage: Bool)] = [
        ("EHLO", .disconnect, false), ("STARTTLS", .disconnect, false),
        ("STARTTLS", .answer("454 4.7.0 not now"), false), ("AUTH", .disconnect, false),
        ("AUTH", .answer("454 4.7.0 not now"), false), ("MAIL", .disconnect, true),
        ("MAIL", .answer("451 4.3.0 not now"), true), ("RCPT", .disconnect, true), ("DATA", .disconnect, true),
        (".", .disconnect, true), (".", .disconnectAfterEffect, true), (".", .answer("452 4.3.1 not now"), true),
    ]

    @Test func `is worth another try, and shows whether the message can be the cause`() async throws {
        try await withTemporaryDirectory { folder in
            try await Certificates(in: folder).issue("server", for: "DNS:localhost,IP:127.0.0.1")
            let identity = TestMailIdentity(certificatePath: "\(folder)/server.pem", keyPath: "\(folder)/server.key")
            let bot = TestMailAccount(
                address: EmailAddress("bot@example.org")!, username: "bot", password: Secret("secret"))
            for broken in Self.breaks {
                let configuration = TestMailConfiguration(accounts: [bot], security: .startTLS(identity)) { line in
                    line.verb == broken.verb ? broken.fault : nil
                }
                try await withMailServer(configuration) { server in
                    let client = SMTPClient(
                        account: SMTPAccount(
                            host: "127.0.0.1", port: server.smtpPort, security: .startTLS, caFile: "\(folder)/ca.pem",
                            login: .init(username: "bot", password: Secret("secret"))))
                    let error = await #expect(throws: MailServerError.self, "\(broken)") {
                        try await client.submit(
                            Array("Subject: x\r\n\r\ny\r\n".utf8), from: bot.address, to: [bot.address])
                    }
                    #expect(error?.retryMayHelp == true, "\(broken)")
                    #expect(error?.concernsMessage == broken.concernsMessage, "\(broken)")
                }
            }
        }
    }
}
