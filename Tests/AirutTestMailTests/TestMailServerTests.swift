import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutTestMail

/// Python's `imaplib` and `smtplib` are the clients: they share no code with the server.
@Suite struct TestMailServerTests {
    private let alice = TestMailAccount(
        address: EmailAddress("alice@example.org")!, password: Secret("al ice\"\\"), folders: ["Archive", "Sent/2026"])
    private let airut = TestMailAccount(
        address: EmailAddress("airut@example.org")!, username: "robot", password: Secret("r0bot"))

    var configuration: TestMailConfiguration { TestMailConfiguration(accounts: [alice, airut]) }

    /// The script finds `imap` and `smtp` (ports) and the clients' modules.
    func python(_ server: TestMailServer, _ script: String, _ arguments: String...) async throws -> String {
        let prelude = """
            import imaplib, smtplib, sys, ssl, time
            imap, smtp, args = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
            def ok(answer):
                assert answer[0] == 'OK', answer
                return answer[1]

            """
        let ports = ["\(server.imapPort)", "\(server.smtpPort)"]
        return try await run(["python3", "-c", prelude + script] + ports + arguments).text
    }

    @Test func `submitted mail lands in the inbox with the server's own fields on top`() async throws {
        try await withMailServer(configuration) { server in
            _ = try await python(
                server,
                """
                with smtplib.SMTP('127.0.0.1', smtp) as c:
                    c.login('alice@example.org', 'al ice"\\\\')
                    c.sendmail('alice@example.org', ['airut+opus@example.org'],
                        b'Authentication-Results: mail.airut.test; dmarc=fail\\r\\n'
                        b'From: Alice <alice@example.org>\\r\\nSubject: hi\\r\\n\\r\\n.dot\\r\\n..dots\\r\\n')
                """)
            let messages = try await server.messages(of: airut.address) { !$0.isEmpty }
            let text = try #require(messages.first).text
            #expect(text.hasPrefix("Return-Path: <alice@example.org>\r\nDelivered-To: airut+opus@example.org\r\n"))
            #expect(text.contains("dmarc=pass (p=reject) header.from=example.org"))
            #expect(text.hasSuffix("\r\n\r\n.dot\r\n..dots\r\n"))
            #expect(server.messages(of: alice.address).isEmpty)
        }
    }

    @Test func `a From that the login does not own fails the verdict`() async throws {
        try await withMailServer(configuration) { server in
            _ = try await python(
                server,
                """
                for header in ['From: alice@example.org', 'From: airut@example.org\\r\\nFrom: alice@example.org',
                        'From: alice@example.org, airut@example.org', 'Subject: none']:
                    with smtplib.SMTP('127.0.0.1', smtp) as c:
                        c.login('robot', 'r0bot')
                        c.sendmail('airut@example.org', ['alice@example.org'], header + '\\r\\n\\r\\nx\\r\\n')
                """)
            let messages = try await server.messages(of: alice.address) { $0.count == 4 }
            #expect(messages.allSatisfy { $0.text.contains("dmarc=fail") && !$0.text.contains("dmarc=pass") })
        }
    }

    @Test(arguments: [
        ("From: a@b.c", "a@b.c"), ("From: \"x <y@z.z>, \\\" w\" <a@b.c>", "a@b.c"), ("From: X\r\n <a@b.c>", "a@b.c"),
        ("From: x <y@z.z> <a@b.c>", nil), ("From: \"a@b.c", nil), ("From: y@z.z, a@b.c", nil),
        ("Subject: From: a@b.c", nil),
    ])
    func `the address in From is read with care`(header: String, address: String?) {
        let found = HeaderReader.soleAddress(in: Array((header + "\r\n\r\nFrom: e@f.g\r\n").utf8), field: "from")
        #expect(found?.description == address)
    }

    @Test func `submission wants a login, an own recipient and a mail that is not too large`() async throws {
        var small = configuration
        small.maximumMessageBytes = 1000
        try await withMailServer(small) { server in
            let output = try await python(
                server,
                """
                c = smtplib.SMTP('127.0.0.1', smtp)
                c.ehlo()
                print(c.mail('alice@example.org')[0])
                try: c.login('robot', 'wrong')
                except smtplib.SMTPAuthenticationError as e: print(e.smtp_code)
                c.user, c.password = 'robot', 'r0bot'
                print(c.auth('LOGIN', c.auth_login)[0])
                print(c.docmd('DATA')[0])
                c.mail('airut@example.org')
                print(c.rcpt('eve@elsewhere.org')[0], c.rcpt('alice@example.org')[0])
                print(c.data('x' * 2000)[0])
                print(c.mail('airut@example.org', ['SIZE=5000'])[0], c.docmd('NONSENSE')[0], c.quit()[0])
                """)
            #expect(output == "530\n535\n235\n503\n550 250\n552\n552 500 221\n")
            #expect(server.messages(of: alice.address).isEmpty)
        }
    }

    @Test func `a mailbox is read, flagged and expunged by UID`() async throws {
        try await withMailServer(configuration) { server in
            for name in ["one", "two", "three"] {
                server.append(
                    Array("Subject: \(name)\r\nTo: x\r\n\r\nbody A001 OK \(name)\r\n".utf8), to: alice.address)
            }
            let output = try await python(
                server,
                """
                c = imaplib.IMAP4('127.0.0.1', imap)
                ok(c.login('alice@example.org', 'al ice"\\\\'))
                print(ok(c.select('INBOX')), c.response('UIDVALIDITY')[1])
                print(ok(c.uid('SEARCH', None, 'ALL')), ok(c.uid('SEARCH', 'SUBJECT', '"two"')))
                print(ok(c.uid('FETCH', '1:*', '(RFC822.SIZE FLAGS)')))
                print(ok(c.uid('FETCH', '2', '(BODY.PEEK[])')))
                print(ok(c.fetch('2', '(BODY.PEEK[HEADER.FIELDS (SUBJECT)] BODY.PEEK[TEXT]<5.4>)')))
                print(ok(c.uid('STORE', '1,3', '+FLAGS.SILENT', '(\\\\Deleted)')))
                ok(c.uid('EXPUNGE', '3'))
                print(c.response('EXPUNGE')[1], ok(c.uid('SEARCH', 'ALL')), ok(c.search(None, 'DELETED')))
                print(ok(c.uid('FETCH', '2', '(BODY[HEADER])')), ok(c.uid('SEARCH', 'SEEN')))
                print(ok(c.expunge()), ok(c.close()), c.logout()[0])
                """)
            #expect(
                output == """
                    [b'3'] [b'1000']
                    [b'1 2 3'] [b'2']
                    [b'1 (UID 1 RFC822.SIZE 41 FLAGS ())', b'2 (UID 2 RFC822.SIZE 41 FLAGS ())', b'3 (UID 3 RFC822.SIZE 45 FLAGS ())']
                    [(b'2 (UID 2 BODY[] {41}', b'Subject: two\\r\\nTo: x\\r\\n\\r\\nbody A001 OK two\\r\\n'), b')']
                    [(b'2 (BODY[HEADER.FIELDS (SUBJECT)] {16}', b'Subject: two\\r\\n\\r\\n'), (b' BODY[TEXT]<5> {4}', b'A001'), b')']
                    [None]
                    [b'3'] [b'1 2'] [b'1']
                    [(b'2 (UID 2 BODY[HEADER] {23}', b'Subject: two\\r\\nTo: x\\r\\n\\r\\n'), b')', b'2 (UID 2 FLAGS (\\\\Seen))'] [b'2']
                    [b'1'] [b'CLOSE done'] BYE

                    """)
            #expect(server.messages(of: alice.address).map(\.uid) == [2])
        }
    }

    @Test func `messages are copied, moved and appended between folders`() async throws {
        try await withMailServer(configuration) { server in
            for name in ["a", "b"] { server.append(Array("S: \(name)\r\n\r\n".utf8), to: alice.address) }
            let output = try await python(
                server,
                """
                c = imaplib.IMAP4('127.0.0.1', imap)
                ok(c.authenticate('PLAIN', lambda _: b'\\0alice@example.org\\0al ice"\\\\'))
                print(ok(c.list()), ok(c.list('""', 'Sent/%')))
                ok(c.select())
                ok(c.uid('MOVE', '1', 'Archive'))
                print(c.response('COPYUID')[1], c.response('EXPUNGE')[1])
                ok(c.uid('COPY', '2', '"Sent/2026"'))
                print(c.response('COPYUID')[1], c.uid('COPY', '2', 'Nope')[0])
                print(ok(c.append('Archive', '\\\\Seen', None, b'X: y\\r\\n\\r\\nz\\r\\n')))
                print(ok(c.status('Archive', '(MESSAGES UIDNEXT UNSEEN)')), ok(c.create('New')), c.select('Nope')[0])
                """)
            #expect(
                output == """
                    [b'() "/" "Archive"', b'() "/" "INBOX"', b'() "/" "Sent/2026"'] [b'() "/" "Sent/2026"']
                    [b'1001 1 1'] [b'1']
                    [b'1002 2 1'] NO
                    [b'[APPENDUID 1001 2] APPEND done']
                    [b'"Archive" (MESSAGES 2 UIDNEXT 3 UNSEEN 1)'] [b'CREATE done'] NO

                    """)
            #expect(server.messages(of: alice.address).map(\.uid) == [2])
            #expect(
                server.messages(of: alice.address, folder: "Archive").map(\.text) == [
                    "S: a\r\n\r\n", "X: y\r\n\r\nz\r\n",
                ])
        }
    }

    /// One connection with the server, spoken line by line.
    let lineClient = """
        class Line:
            def __init__(self, port):
                self.s = socket.create_connection(('127.0.0.1', port), 60)
                self.f = self.s.makefile('rb')
            def say(self, text): self.s.sendall(text.encode())
            def hear(self): return self.f.readline().decode().rstrip()
            def until(self, start):
                while True:
                    line = self.hear()
                    assert line, 'the connection ended'
                    if line.startswith(start): return line

        """

    @Test func `mail that arrives during IDLE is told at once, and a literal may follow another`() async throws {
        try await withMailServer(configuration) { server in
            let output = try await python(
                server,
                """
                import socket
                \(lineClient)
                c = Line(imap)
                c.hear()
                c.say('a LOGIN {5+}\\r\\nrobot {5}\\r\\n'); print(c.hear()); c.say('r0bot\\r\\n'); c.until('a OK')
                c.say('b SELECT INBOX\\r\\n'); c.until('b OK')
                c.say('c IDLE\\r\\n'); print(c.hear())
                with smtplib.SMTP('127.0.0.1', smtp) as s:
                    s.login('robot', 'r0bot')
                    for _ in range(2): s.sendmail('airut@example.org', ['airut@example.org'], b'A: b\\r\\n\\r\\n')
                print(c.hear()); print(c.hear())
                c.say('DONE\\r\\nd NOOP\\r\\ne UID FETCH 2:* UID\\r\\n')
                for _ in range(4): print(c.hear())
                """)
            #expect(
                output == """
                    + Go ahead
                    + idling
                    * 1 EXISTS
                    * 2 EXISTS
                    c OK IDLE done
                    d OK NOOP done
                    * 2 FETCH (UID 2)
                    e OK FETCH done

                    """)
        }
    }

    @Test func `what another connection removes is told when numbers may change`() async throws {
        try await withMailServer(configuration) { server in
            for _ in 0..<3 { server.append(Array("A: b\r\n\r\n".utf8), to: airut.address) }
            let output = try await python(
                server,
                """
                import socket
                \(lineClient)
                one, two = Line(imap), Line(imap)
                for c in (one, two):
                    c.say('a LOGIN robot r0bot\\r\\nb SELECT inbox\\r\\n'); c.until('b OK')
                one.say('c STORE 1 +FLAGS (\\\\deleted)\\r\\nd EXPUNGE\\r\\n'); one.until('d OK')
                two.say('c FETCH 3 UID\\r\\nd NOOP\\r\\ne FETCH 2 UID\\r\\n')
                for _ in range(5): print(two.hear())
                """)
            #expect(
                output == """
                    * 3 FETCH (UID 3)
                    c OK FETCH done
                    * 1 EXPUNGE
                    d OK NOOP done
                    * 2 FETCH (UID 3)

                    """)
        }
    }

    @Test func `faults happen instead of a command's effect`() async throws {
        var faulty = configuration
        faulty.extensions = []
        faulty.fault = { line in
            switch (line.service, line.verb) {
            case (.imap, "SELECT"): .answer("$TAG NO [UNAVAILABLE] Later")
            case (.imap, "NOOP"): .disconnect
            case (.smtp, "MAIL"): .answer("451 4.3.0 Later")
            case (.smtp, "."): .disconnectAfterEffect
            case (.smtp, "NOOP"): .silence
            default: nil
            }
        }
        try await withMailServer(faulty) { server in
            let output = try await python(
                server,
                """
                c = imaplib.IMAP4('127.0.0.1', imap); ok(c.login('robot', 'r0bot'))
                print('IDLE' in c.capabilities, 'MOVE' in c.capabilities, c.select())
                try: c.noop()
                except imaplib.IMAP4.abort: print('ended')
                s = smtplib.SMTP('127.0.0.1', smtp); s.login('robot', 'r0bot'); print(s.mail('airut@example.org')[0])
                s.sock.settimeout(0.2)
                try: s.noop()
                except smtplib.SMTPServerDisconnected as e: print('silent')
                """)
            #expect(output == "False False ('NO', [b'[UNAVAILABLE] Later'])\nended\n451\nsilent\n")
        }
    }

    /// A certificate for 127.0.0.1.
    func withIdentity(
        _ body: @Sendable (TestMailIdentity, _ authority: String) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { folder in
            let certificates = try await Certificates(in: folder)
            try await certificates.issue("server", for: "IP:127.0.0.1")
            let identity = TestMailIdentity(certificatePath: "\(folder)/server.pem", keyPath: "\(folder)/server.key")
            try await body(identity, certificates.authority)
        }
    }
}
