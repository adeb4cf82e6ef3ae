import AirutMailTestSupport
import AirutModel
import AirutTestMail
import AirutTestSupport
import Testing

@testable import AirutMail

/// One message that cannot be handled must not keep the others from being handled, whichever server it is.
@Suite struct DifficultMessageTests {
    private static func message(_ subject: String, headerBytes: Int = 0) -> String {
        let filler = "X-Filler: \(String(repeating: "x", count: 60))\r\n\t\(String(repeating: "y", count: 60))\r\n"
        return "From: stranger@example.com\r\nSubject: \(subject)\r\n"
            + String(repeating: filler, count: headerBytes / filler.utf8.count) + "\r\nHello\r\n"
    }

    /// Gives a mailbox with these messages to `body`.
    private func withMailbox(
        _ backend: MailBackend, _ messages: [String],
        fault: @escaping @Sendable (TestMailLine) -> TestMailFault? = { _ in nil },
        _ body: @Sendable (IMAPAccount, any MailBackendServer) async throws -> Void
    ) async throws {
        let options = MailBackendOptions(
            security: .plaintext, dovecotSettings: "imap_fetch_failure = no-after", fault: fault)
        try await backend.withServer(options) { server in
            for message in messages { try await server.deliver(message) }
            try await body(server.account(.plaintext), server)
        }
    }

    @Test(arguments: MailBackend.allCases)
    func `of a header of megabytes the beginning is fetched, and the connection goes on`(backend: MailBackend)
        async throws
    {
        try await withMailbox(backend, [Self.message("huge", headerBytes: 3 << 20), Self.message("small")]) {
            account, _ in
            let client = try await IMAPClient.connect(account)
            try await client.open()
            let messages = try await client.messages()
            try #require(messages.count == 2)
            let header = try #require(try await client.fetchHeader(messages[0]))
            let text = String(decoding: header, as: UTF8.self)
            #expect(text.contains("Subject: huge\r\n"))
            #expect((1 << 20) - 200...1 << 20 ~= header.count)
            // Whole fields only: half an address is another address.
            #expect(text.hasSuffix("\r\n\t\(String(repeating: "y", count: 60))\r\n"))
            let small = try #require(try await client.fetchHeader(messages[1]))
            #expect(String(decoding: small, as: UTF8.self).hasSuffix("Subject: small\r\n\r\n"))
            let first = try #require(try await client.fetchHeader(messages[1], maximumBytes: 120))
            #expect(String(decoding: small, as: UTF8.self).hasPrefix(String(decoding: first, as: UTF8.self)))
            try await client.delete(messages)
            #expect(try await client.messages().isEmpty)
            await client.logOut()
        }
    }

    @Test(arguments: MailBackend.allCases)
    func `a message that the server cannot give does not hold up the next`(backend: MailBackend) async throws {
        let fault: @Sendable (TestMailLine) -> TestMailFault? = { line in
            line.verb == "FETCH" && line.text.contains(" 1 (UID BODY")
                ? .answer("$TAG NO [SERVERBUG] it is damaged") : nil
        }
        try await withMailbox(backend, [Self.message("one"), Self.message("two")], fault: fault) { account, server in
            let client = try await IMAPClient.connect(account)
            try await client.open()
            let messages = try await client.messages()
            try #require(messages.count == 2)
            // Nobody may read the file of the first message.
            if server is DovecotServer {
                try await run(["sh", "-c", "chmod 0 $(grep -rl 'Subject: one' mail)"], in: server.folder)
            }
            let error = await #expect(throws: MailServerError.self) {
                try await client.fetch(messages[0], maximumBytes: 1 << 20)
            }
            #expect(error?.kind == .refused)
            #expect(await client.isOpen)
            let second = try #require(try await client.fetch(messages[1], maximumBytes: 1 << 20))
            #expect(String(decoding: second, as: UTF8.self).contains("Subject: two"))
            try await client.delete([messages[1]])
            #expect(try await client.messages() == [messages[0]])
            await client.logOut()
            #expect(await !client.isOpen)
        }
    }

    @Test(arguments: MailBackend.allCases)
    func `a message that cannot be moved does not hold up the next`(backend: MailBackend) async throws {
        // To Dovecot the name means a folder without a name.
        let fault: @Sendable (TestMailLine) -> TestMailFault? = { line in
            line.verb == "MOVE" && line.text.contains("a..b") ? .answer("$TAG NO [CANNOT] no such name") : nil
        }
        try await withMailbox(backend, [Self.message("one"), Self.message("two")], fault: fault) { account, _ in
            let client = try await IMAPClient.connect(account)
            try await client.open()
            let messages = try await client.messages()
            try #require(messages.count == 2)
            let error = await #expect(throws: MailServerError.self) { try await client.move([messages[0]], to: "a..b") }
            #expect(error?.kind == .refused)
            #expect(await client.isOpen)
            try await client.move([messages[1]], to: "Done")
            #expect(try await client.messages() == [messages[0]])
            await client.logOut()
        }
    }

    @Test(arguments: ["STORE", "EXPUNGE"])
    func `a message that cannot be deleted does not hold up the next`(verb: String) async throws {
        let fault: @Sendable (TestMailLine) -> TestMailFault? = { line in
            line.verb == verb && line.text.contains("\(verb) 1") ? .answer("$TAG NO [NOPERM] it is locked") : nil
        }
        try await withMailbox(.loopback, [Self.message("one"), Self.message("two")], fault: fault) { account, _ in
            let client = try await IMAPClient.connect(account)
            try await client.open()
            let messages = try await client.messages()
            try #require(messages.count == 2)
            let error = await #expect(throws: MailServerError.self) { try await client.delete([messages[0]]) }
            #expect(error?.kind == .refused)
            #expect(await client.isOpen)
            try await client.delete([messages[1]])
            #expect(try await client.messages().allSatisfy { $0.uid == messages[0].uid })
            await client.logOut()
        }
    }
}
