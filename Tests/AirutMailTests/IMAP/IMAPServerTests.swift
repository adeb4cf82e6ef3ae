import AirutMailTestSupport
import AirutModel
import Testing

@testable import AirutMail

/// The client against each backend.
@Suite struct IMAPServerTests {
    static let limit = 1 << 20

    @Test(arguments: MailBackend.allCases, ConnectionSecurity.allCases)
    func `mail is listed, read unmarked and removed`(backend: MailBackend, security: ConnectionSecurity) async throws {
        try await backend.withServer(.init(security: security)) { server in
            try await server.deliver("Subject: one\r\n\r\nHello\r\n")
            let client = try await IMAPClient.connect(server.account(security))
            #expect(try await client.open() == 1)
            let messages = try await client.messages()
            let message = try #require(messages.first)
            let raw = try #require(try await client.fetch(message, maximumBytes: Self.limit))
            #expect(String(decoding: raw, as: UTF8.self).contains("\r\n\r\nHello\r\n"))
            #expect(raw.count == message.bytes)
            let header = try #require(try await client.fetchHeader(message))
            #expect(String(decoding: header, as: UTF8.self).hasSuffix("Subject: one\r\n\r\n"))
            let flags = try await server.inboxFlags()
            #expect(flags.count == 1 && flags.allSatisfy { !$0.contains("Seen") })
            try await client.delete(messages)
            #expect(try await client.messages() == [])
            #expect(try await client.fetch(message, maximumBytes: Self.limit) == nil)
            try await client.delete(messages)
            await client.logOut()
        }
    }

    @Test(arguments: MailBackend.allCases, [true, false])
    func `mail that comes while waiting is noticed, also without IDLE`(backend: MailBackend, usesIdle: Bool)
        async throws
    {
        try await backend.withServer { server in
            var account = server.account()
            account.usesIdle = usesIdle
            account.pollInterval = .milliseconds(200)
            account.idleRefresh = .seconds(2)
            let client = try await IMAPClient.connect(account)
            try await client.open()
            for round in 1...2 {
                #expect(try await client.messages().count == round - 1)
                async let news = client.waitForMail(upTo: .seconds(60))
                try await server.deliver("Subject: \(round)\r\n\r\nHello\r\n")
                #expect(try await news)
            }
            #expect(try await client.messages().count == 2)
            #expect(try await client.waitForMail(upTo: .milliseconds(300)) == false)
            await client.logOut()
        }
    }

    @Test(arguments: MailBackend.allCases)
    func `waiting ends at once when it is cancelled`(backend: MailBackend) async throws {
        try await backend.withServer { server in
            let client = try await IMAPClient.connect(server.account())
            try await client.open()
            await #expect(throws: CancellationError.self) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try await client.waitForMail(upTo: .seconds(3600)) }
                    group.cancelAll()
                    try await group.next()
                }
            }
            await #expect(throws: MailServerError.self) { try await client.messages() }
        }
    }

    @Test(arguments: MailBackend.allCases)
    func `thousands of messages are all listed and removed, and no others`(backend: MailBackend) async throws {
        try await backend.withServer { server in
            try await server.deliver(count: 5000)
            let client = try await IMAPClient.connect(server.account())
            #expect(try await client.open() == 5000)
            let messages = try await client.messages()
            #expect(messages.count == 5000)
            #expect(Set(messages.map(\.uid)).count == 5000)
            let every = messages.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
            try await client.delete(every)
            #expect(try await Set(client.messages()) == Set(messages).subtracting(every))
            #expect(try await client.waitForMail(upTo: .milliseconds(50)) == false)
            await client.logOut()
        }
    }

    @Test(
        arguments: MailBackend.allCases,
        ["IMAP4rev1 LITERAL+ IDLE", "IMAP4rev1 UIDPLUS", "IMAP4rev1 UIDPLUS MOVE SASL-IR IDLE"])
    func `mail moves to a folder that is made on the way`(backend: MailBackend, capability: String) async throws {
        try await backend.withServer(.init(capability: capability)) { server in
            for subject in 1...3 { try await server.deliver("Subject: \(subject)\r\n\r\nHello\r\n") }
            let client = try await IMAPClient.connect(server.account())
            try await client.open()
            let messages = try await client.messages()
            try await client.move(Array(messages.prefix(2)), to: "Erledigt & schön")
            #expect(try await client.messages() == Array(messages.suffix(1)))
            #expect(try await client.open("Erledigt & schön") == 2)
            await client.logOut()
            #expect(try await server.hasFolder("Erledigt & schön"))
        }
    }

    @Test(arguments: MailBackend.allCases)
    func `without UIDPLUS somebody else's deleted mail survives, and ours is gone from the list`(backend: MailBackend)
        async throws
    {
        try await backend.withServer(.init(capability: "IMAP4rev1 IDLE")) { server in
            for subject in 1...3 { try await server.deliver("Subject: \(subject)\r\n\r\nHello\r\n") }
            try await server.markDeleted(1)
            let client = try await IMAPClient.connect(server.account())
            try await client.open()
            let messages = try await client.messages()
            #expect(messages.count == 2)
            try await client.delete(Array(messages.prefix(1)))
            #expect(try await client.messages() == Array(messages.suffix(1)))
            #expect(try await server.inboxFlags().count == 3)
            #expect(try await client.waitForMail(upTo: .milliseconds(50)) == false)
            await client.logOut()
        }
    }

    @Test(arguments: MailBackend.allCases)
    func `a message larger than allowed is not loaded`(backend: MailBackend) async throws {
        try await backend.withServer { server in
            try await server.deliver("Subject: big\r\n\r\n\(String(repeating: "x", count: 5000))\r\n")
            let client = try await IMAPClient.connect(server.account())
            try await client.open()
            let message = try #require(try await client.messages().first)
            #expect(message.bytes > 5000)
            let error = await #expect(throws: MailServerError.self) {
                _ = try await client.fetch(message, maximumBytes: 1000)
            }
            #expect(error?.kind == .tooLarge)
        }
    }

    @Test(arguments: MailBackend.allCases)
    func `a folder that does not exist is a refusal after which the connection goes on`(backend: MailBackend)
        async throws
    {
        try await backend.withServer { server in
            let client = try await IMAPClient.connect(server.account())
            let error = await #expect(throws: MailServerError.self) { try await client.open("Nowhere") }
            #expect(error?.kind == .refused)
            #expect(error.map { "\($0)" }?.hasPrefix("cannot open Nowhere at localhost:") == true)
            #expect(try await client.open() == 0)
            await client.logOut()
        }
    }
}
