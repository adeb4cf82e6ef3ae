import AirutModel
import Testing

@testable import AirutTestMail

/// The sessions are pure: they can be fed without sockets.
@Suite struct HostileInputTests {
    private static let words = [
        "a", "LOGIN", "u", "\"p", "\"p\"", "{3}", "{3+}", "{99999999999999999999}", "{9223372036854775807}", "SELECT",
        "INBOX",
        "UID", "FETCH", "1:*", "*:1,,", "4294967295", "99999999999", "(", ")", "((", "BODY[", "BODY.PEEK[]<0.9>",
        "BODY[]<-1.5>",
        "STORE", "+FLAGS", "(\\Deleted)", "SEARCH", "NOT", "OR", "SMALLER", "-9223372036854775808", "COPY", "MOVE",
        "IDLE",
        "DONE", "APPEND", "EXPUNGE", "AUTHENTICATE", "PLAIN", "AHUAcA==", "LIST", "\"\"", "%*%*", "\u{0}", "é",
        "STATUS", "CLOSE",
        "EHLO", "AUTH", "MAIL", "FROM:<a@b.c>", "RCPT", "TO:<a@b.c>", "TO:<", "DATA", ".", "..",
        "SIZE=9999999999999999999",
    ]

    private let configuration = TestMailConfiguration(accounts: [
        TestMailAccount(address: EmailAddress("a@b.c")!, username: "u", password: Secret("p"))
    ])

    private func feed(_ session: inout some ProtocolSession, lines: Int) -> Int {
        var (generator, answers) = (SystemRandomNumberGenerator(), 0)
        for _ in 0..<lines {
            let words = (0..<Int.random(in: 0..<7)).map { _ in Self.words.randomElement(using: &generator)! }
            var input = Array(words.joined(separator: " ").utf8)
            if case .bytes(let count) = session.demand {
                input = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            }
            answers += session.receive(input).count + session.spoolChanged().count
        }
        return answers
    }

    @Test func `no input stops an IMAP session`() {
        let spool = MailSpool(accounts: configuration.accounts)
        for _ in 0..<20 {
            spool.update(FolderID(account: EmailAddress("a@b.c")!, name: "INBOX")) { $0.append([65, 10, 10]) }
        }
        for start in [[], ["a LOGIN u p"], ["a LOGIN u p", "b SELECT INBOX"]] {
            var session = IMAPSession(configuration: configuration, spool: spool)
            for line in start { _ = session.receive(Array(line.utf8)) }
            #expect(feed(&session, lines: 3000) > 100)
        }
    }

    @Test func `no input stops an SMTP session`() {
        var session = SMTPSession(configuration: configuration, spool: MailSpool(accounts: configuration.accounts))
        for line in ["EHLO x", "AUTH PLAIN AHUAcA=="] { _ = session.receive(Array(line.utf8)) }
        #expect(session.account != nil)
        #expect(feed(&session, lines: 5000) > 100)
    }

    @Test func `a literal that is too large ends the connection`() {
        var session = IMAPSession(configuration: configuration, spool: MailSpool(accounts: []))
        #expect(session.receive(Array("a LOGIN {9223372036854775807}".utf8)).last == .close)
        #expect(session.demand == .line)
    }
}
