import AirutConfig
import AirutMail
import AirutMailTestSupport
import AirutModel
import AirutTestMail
import AirutTestSupport
import Testing

@testable import AirutWorker

@Suite struct MailProbeTests {
    private static let stamped = "Authentication-Results: mx.example.org; dmarc=pass header.from=a.b\r\n\r\nx\r\n"

    @Test(arguments: MailBackend.allCases)
    func `a mailbox is logged in to, and its newest mail tells who confirms senders`(backend: MailBackend) async throws
    {
        try await backend.withServer { server in
            let email = EmailSettings(server)
            let empty = try await MailboxProbe(email: email, reader: probeReader).run()
            #expect(empty.has(.ok, "logged in at localhost"), "\(empty)")
            #expect(empty.has(.ok, "IDLE, UIDPLUS and MOVE"))
            #expect(empty.contains { $0.sentence.contains("certificate expires in") })
            #expect(empty.has(.warning, "no mail to see"))
            try await server.deliver(Self.stamped)
            let right = try await MailboxProbe(email: email, reader: probeReader).run()
            #expect(right.has(.ok, "confirmed by mx.example.org"), "\(right)")
            let wrong = EmailSettings(server, authservID: "other.example.org")
            let findings = try await MailboxProbe(email: wrong, reader: probeReader).run()
            #expect(findings.has(.error, "trusted_authserv_id is other.example.org"))
            // Nothing was changed by looking.
            #expect(try await server.inboxFlags().allSatisfy { !$0.contains("Seen") })
        }
    }

    @Test(arguments: MailBackend.allCases)
    func `what a server lacks, and a refused login, are told`(backend: MailBackend) async throws {
        try await backend.withServer(.init(capability: "IMAP4rev1 AUTH=PLAIN SASL-IR")) { server in
            var email = EmailSettings(server)
            email.imap.archiveFolder = "INBOX"
            let findings = try await MailboxProbe(email: email, reader: probeReader).run()
            for name in ["IDLE", "UIDPLUS", "MOVE"] { #expect(findings.has(.warning, "the server has no \(name)")) }
            let wrong = EmailSettings(server, password: "wrong")
            let probe = Probe("x") { try await MailboxProbe(email: wrong, reader: probeReader).run() }
            #expect(await probe.run().has(.error, "the login was refused"))
        }
    }

    @Test func `sending is tried up to the login, and nothing is sent`() async throws {
        try await withLoopbackServer(.init()) { server in
            let findings = try await SubmissionProbe(email: EmailSettings(server)).run()
            #expect(findings.has(.ok, "logged in at localhost"))
            #expect(findings.contains { $0.sentence.contains("certificate expires in") })
            #expect(server.inboxCount(of: "bot") == 0)
            let wrong = EmailSettings(server, password: "wrong")
            let probe = Probe("x") { try await SubmissionProbe(email: wrong).run() }
            #expect(await probe.run().has(.error, "the login was refused"))
        }
    }

    @Test(arguments: [true, false])
    func `a provider that lets a forged verdict through is found out`(writesVerdicts: Bool) async throws {
        let account = TestMailAccount(address: try #require(EmailAddress("web@airut.test")), password: Secret("p"))
        var configuration = TestMailConfiguration(accounts: [account])
        configuration.writesVerdicts = writesVerdicts
        let hostName = configuration.hostName
        try await withMailServer(configuration) { server in
            let email = EmailSettings(server, authservID: hostName)
            let findings = try await ForgedVerdictProbe(
                email: email, reader: probeReader, interval: .milliseconds(50)
            ).run()
            #expect(
                writesVerdicts
                    ? findings.has(.ok, "writes its own") : findings.has(.error, "neither removes"), "\(findings)")
            #expect(server.messages(of: account.address).isEmpty, "the message is taken away again")
        }
    }

    @Test func `a probe ends at its limit`() async {
        let probe = Probe("x", limit: .milliseconds(20)) {
            try await Task.sleep(for: .seconds(3600))
            return []
        }
        #expect(await probe.run().has(.error, "no answer within"))
    }
}
