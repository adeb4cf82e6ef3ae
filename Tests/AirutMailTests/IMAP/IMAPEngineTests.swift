import AirutModel
import AirutTestSupport
import Testing

@testable import AirutMail

@Suite struct IMAPEngineTests {
    /// An engine past its greeting.
    private func welcomed() throws -> IMAPEngine {
        var engine = IMAPEngine()
        engine.receive(Array("* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n".utf8))
        guard case .finished(let greeting) = try engine.step() else { throw TestFailure("no greeting") }
        #expect(greeting.status.kind == .ok)
        return engine
    }

    /// Begins the command and goes over the sending of its first piece.
    private func begin(_ command: IMAPCommand, _ engine: inout IMAPEngine) throws {
        engine.begin(command)
        guard case .send = try engine.step() else { throw TestFailure("nothing to send") }
    }

    private func text(_ step: IMAPEngine.Step) -> String {
        guard case .send(let bytes) = step else { return "\(step)" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `abilities in the greeting are known`() throws {
        #expect(try welcomed().capabilities == ["IMAP4REV1", "IDLE"])
    }

    @Test func `PREAUTH and BYE greetings are told apart`() throws {
        var engine = IMAPEngine()
        engine.receive(Array("* PREAUTH hello\r\n".utf8))
        guard case .finished(let greeting) = try engine.step() else { throw TestFailure("no greeting") }
        #expect(greeting.status.kind == .preAuthenticated)
        engine = IMAPEngine()
        engine.receive(Array("* BYE too many connections\r\n".utf8))
        let error = #expect(throws: IMAPProtocolError.self) { try engine.step() }
        #expect(error?.reason.contains("too many connections") == true)
        #expect(error?.retryMayHelp == true)
    }

    @Test func `responses are the same however the bytes are cut`() throws {
        let bytes = Array(
            """
            * 3 EXISTS\r\n* 2 FETCH (FLAGS (\\Seen) UID 7 BODY[] {21}\r\nA1 OK )\r\n* BYE\r\n{9}\r\n RFC822.SIZE 19)\r
            * OK note ending in {5}\r\nA1 OK [X] done {3}\r\n
            """.utf8)
        for size in 1...bytes.count {
            var engine = try welcomed()
            try begin(IMAPCommand("UID FETCH 7 (UID BODY.PEEK[])"), &engine)
            var completion: IMAPCompletion?
            for start in stride(from: 0, to: bytes.count, by: size) {
                engine.receive(Array(bytes[start..<min(start + size, bytes.count)]))
                if case .finished(let end) = try engine.step() { completion = end }
            }
            let fetch = try #require(completion?.fetches.first)
            #expect(fetch.uid == 7)
            #expect(fetch.bytes == 19)
            #expect(fetch.flags == ["\\seen"])
            #expect(fetch.body.map { String(decoding: $0, as: UTF8.self) } == "A1 OK )\r\n* BYE\r\n{9}\r\n")
            #expect(engine.mailbox.exists == 3)
        }
    }

    @Test func `news that come in one piece with the permission to wait end the waiting`() throws {
        var engine = try welcomed()
        try begin(.idle, &engine)
        engine.receive(Array("+ idling\r\n* 1 EXISTS\r\n".utf8))
        #expect(text(try engine.step()) == "DONE\r\n")
        #expect(try engine.step() == .receive)
        engine.receive(Array("A1 OK done\r\n".utf8))
        guard case .finished = try engine.step() else { throw TestFailure("not finished") }
    }

    @Test func `news that come before the permission to wait wait for it`() throws {
        var engine = try welcomed()
        try begin(.idle, &engine)
        engine.receive(Array("* 1 EXISTS\r\n".utf8))
        #expect(try engine.step() == .receive)
        engine.receive(Array("+\r\n".utf8))
        #expect(text(try engine.step()) == "DONE\r\n")
    }

    @Test func `waiting ends when we say so, and once`() throws {
        var engine = try welcomed()
        try begin(.idle, &engine)
        engine.receive(Array("+ idling\r\n* OK Still here\r\n".utf8))
        #expect(try engine.step() == .idle)
        engine.endIdle()
        #expect(text(try engine.step()) == "DONE\r\n")
        engine.receive(Array("* 4 EXISTS\r\n".utf8))
        #expect(try engine.step() == .receive)
        #expect(engine.mailbox.hasNews)
    }

    @Test func `a message that goes while another comes does not hide it`() throws {
        var engine = try welcomed()
        engine.receive(Array("* 2 EXISTS\r\n".utf8))
        #expect(try engine.step() == .receive)
        _ = engine.mailbox.beginListing(upTo: 2)
        engine.mailbox.endListing()
        engine.receive(Array("* 1 EXPUNGE\r\n* 2 EXISTS\r\n".utf8))
        #expect(try engine.step() == .receive)
        #expect(engine.mailbox.hasNews)
    }

    @Test func `a mailbox is listed in parts, and mail that comes meanwhile is the next part`() throws {
        var mailbox = IMAPMailbox()
        mailbox.handle(.exists(3))
        #expect(mailbox.beginListing(upTo: 2) == 1...2)
        mailbox.handle(.exists(4))
        mailbox.endListing()
        #expect(mailbox.hasNews)
        #expect(mailbox.beginListing(upTo: 5) == 3...4)
        mailbox.endListing()
        #expect(!mailbox.hasNews)
        #expect(mailbox.beginListing(upTo: 5) == nil)
        mailbox.rewind()
        #expect(mailbox.beginListing(upTo: 5) == 1...4)
    }

    @Test func `what is removed before the part that is listed moves it, what is removed behind it does not`() throws {
        var mailbox = IMAPMailbox()
        mailbox.handle(.exists(10))
        _ = mailbox.beginListing(upTo: 4)
        mailbox.handle(.expunge(2))
        mailbox.endListing()
        mailbox.handle(.expunge(9))
        #expect(mailbox.beginListing(upTo: 99) == 4...8)
        mailbox.endListing()
        mailbox.handle(.expunge(8))
        mailbox.handle(.exists(8))
        #expect(mailbox.beginListing(upTo: 99) == 8...8)
    }

    @Test func `a server that keeps talking during IDLE costs no memory, and in a command has a limit`() throws {
        var engine = try welcomed()
        engine.maximumAnswerBytes = 1000
        let talk = Array("* OK Still here\r\n".utf8)
        try begin(.idle, &engine)
        engine.receive(Array("+ idling\r\n".utf8))
        for _ in 0..<1000 {
            engine.receive(talk)
            #expect(try engine.step() == .idle)
        }
        engine.endIdle()
        _ = try engine.step()
        engine.receive(Array("A1 OK done\r\n".utf8))
        guard case .finished(let end) = try engine.step() else { throw TestFailure("not finished") }
        #expect(end.responses.count == 0)
        try begin(IMAPCommand("NOOP"), &engine)
        let error = #expect(throws: IMAPProtocolError.self) {
            for _ in 0..<1000 {
                engine.receive(talk)
                _ = try engine.step()
            }
        }
        #expect(error?.kind == .tooLarge)
    }

    @Test func `a mailbox that is numbered anew while it is open ends the connection`() throws {
        var engine = try welcomed()
        engine.mailbox.uidValidity = 7
        try begin(IMAPCommand("NOOP"), &engine)
        engine.receive(Array("* OK [UIDVALIDITY 7] as before\r\n".utf8))
        #expect(try engine.step() == .receive)
        engine.receive(Array("* OK [UIDVALIDITY 8] all new\r\nA1 OK done\r\n".utf8))
        let error = #expect(throws: IMAPProtocolError.self) { try engine.step() }
        #expect(error?.retryMayHelp == true)
    }

    @Test func `sizes that nobody has do not overflow`() throws {
        var engine = try welcomed()
        try begin(IMAPCommand("NOOP"), &engine)
        engine.receive(Array("* 1 FETCH (UID 1 RFC822.SIZE \(Int.max))\r\n* -1 EXISTS\r\nA1 OK\r\n".utf8))
        guard case .finished(let end) = try engine.step() else { throw TestFailure("not finished") }
        #expect(end.fetches.first?.bytes == 1 << 40)
        #expect(engine.mailbox.exists == 0)
    }

    @Test func `a good-bye in the middle of a command is its end`() throws {
        var engine = try welcomed()
        try begin(IMAPCommand("NOOP"), &engine)
        engine.receive(Array("* BYE [UNAVAILABLE] going down\r\n".utf8))
        let error = #expect(throws: IMAPProtocolError.self) { try engine.step() }
        #expect(error?.reason == "the server ended the connection; the server says “going down”")
        #expect(error?.kind == .unreachable)
    }

    @Test func `a good-bye before the end of LOGOUT is no error`() throws {
        var engine = try welcomed()
        try begin(.logout, &engine)
        engine.receive(Array("* BYE see you\r\n".utf8))
        #expect(try engine.step() == .receive)
        engine.receive(Array("A1 OK\r\n".utf8))
        guard case .finished(let end) = try engine.step() else { throw TestFailure("not finished") }
        #expect(end.status.kind == .ok)
    }

    @Test(arguments: [
        "A7 OK done\r\n", "+ more\r\n", "HTTP/1.1 400 Bad Request\r\n", "* 1 FETCH (UID\r\n",
        "* 1 FETCH (UID 1 \"x)\r\n",
        "\r\n", "* 1 FETCH \(String(repeating: "(", count: 100))\r\n",
    ])
    func `what breaks the protocol is an error, never a crash`(line: String) throws {
        var engine = try welcomed()
        try begin(IMAPCommand("NOOP"), &engine)
        engine.receive(Array(line.utf8))
        #expect(throws: IMAPProtocolError.self) { try engine.step() }
    }

    @Test func `lines and literals have a limit`() throws {
        var engine = try welcomed()
        engine.framer.maximumTextBytes = 100
        engine.receive([UInt8](repeating: 0x41, count: 101))
        #expect(throws: IMAPProtocolError.self) { try engine.step() }
        engine = try welcomed()
        engine.framer.maximumLiteralBytes = 100
        engine.receive(Array("* 1 FETCH (BODY[] {101}\r\n".utf8))
        #expect(throws: IMAPProtocolError.self) { try engine.step() }
        engine = try welcomed()
        engine.receive(Array("* 1 FETCH (BODY[] {9999999999}\r\n".utf8))
        #expect(throws: IMAPProtocolError.self) { try engine.step() }
    }

    @Test func `random bytes never crash the engine`() throws {
        var generator = SystemRandomNumberGenerator()
        let words = [
            "*", " ", "(", ")", "\"", "{3}", "\r\n", "FETCH", "1", "BODY[", "]", "OK", "[", "+", "A1", "\\", "\0", "é",
        ]
        for _ in 0..<3000 {
            var engine = try welcomed()
            try begin(IMAPCommand("NOOP"), &engine)
            let text = (0..<40).map { _ in words.randomElement(using: &generator) ?? "" }.joined()
            engine.receive(Array(text.utf8))
            for _ in 0..<40 { if (try? engine.step()) == nil { break } }
        }
    }
}
