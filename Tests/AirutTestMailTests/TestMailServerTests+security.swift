import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutTestMail

/// What is protected, and from when on.
extension TestMailServerTests {
    @Test func `nobody logs in before STARTTLS, and what was sent ahead is thrown away`() async throws {
        try await withIdentity { identity, authority in
            var secured = configuration
            secured.security = .startTLS(identity)
            try await withMailServer(secured) { server in
                let output = try await python(
                    server,
                    """
                    import socket
                    \(lineClient)
                    tls = ssl.create_default_context(cafile=args[0])
                    c = imaplib.IMAP4('127.0.0.1', imap)
                    print('LOGINDISABLED' in c.capabilities)
                    try: c.login('robot', 'r0bot')
                    except imaplib.IMAP4.error as e: print(str(e)[:19])
                    ok(c.starttls(tls)); ok(c.login('robot', 'r0bot')); print(c.select()[0])
                    s = smtplib.SMTP('127.0.0.1', smtp)
                    s.ehlo(); print(s.docmd('AUTH PLAIN')[0])
                    s.starttls(context=tls); print(s.login('robot', 'r0bot')[0])
                    raw = Line(smtp)
                    raw.hear(); raw.say('STARTTLS\\r\\nEHLO injected\\r\\n'); print(raw.hear())
                    with tls.wrap_socket(raw.s, server_hostname='127.0.0.1') as t:
                        t.sendall(b'NOOP\\r\\n'); print(t.recv(99))
                    """, authority)
                #expect(
                    output == """
                        True
                        b'[PRIVACYREQUIRED]
                        OK
                        538
                        235
                        220 2.0.0 Go ahead
                        b'250 2.0.0 Still here\\r\\n'

                        """)
            }
        }
    }

    @Test func `with implicit TLS the first byte is protected`() async throws {
        try await withIdentity { identity, authority in
            var secured = configuration
            secured.security = .implicitTLS(identity)
            try await withMailServer(secured) { server in
                let output = try await python(
                    server,
                    """
                    tls = ssl.create_default_context(cafile=args[0])
                    c = imaplib.IMAP4_SSL('127.0.0.1', imap, ssl_context=tls); ok(c.login('robot', 'r0bot'))
                    s = smtplib.SMTP_SSL('127.0.0.1', smtp, context=tls); print(s.login('robot', 'r0bot')[0])
                    print(s.sendmail('airut@example.org', ['airut@example.org'], b'A: b\\r\\n\\r\\n' + (b'x' * 70 + b'\\r\\n') * 20000))
                    ok(c.select()); print(len(ok(c.uid('FETCH', '1', '(BODY.PEEK[TEXT])'))[0][1]))
                    """, authority)
                #expect(output == "235\n{}\n1440000\n")
            }
        }
    }
}
