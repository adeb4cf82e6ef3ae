public import AirutMail
public import AirutModel
public import AirutTestMail
import AirutTestSupport

/// The server of AirutTestMail as one of the backends.
public struct LoopbackServer: MailBackendServer {
    public static let bot = EmailAddress("bot@example.org")!
    public static let person = EmailAddress("person@example.org")!

    public let folder: String
    public let security: ConnectionSecurity
    public let server: TestMailServer

    public var refusal: String { "Wrong user name or password" }

    public func imapPort(_ security: ConnectionSecurity) -> Int { server.imapPort }

    public func submissionPort(_ security: ConnectionSecurity) -> Int { server.smtpPort }

    public func deliver(_ message: String, to user: String) {
        server.append(Array(message.utf8), to: Self.address(of: user))
    }

    public func deliver(count: Int) { for number in 1...count { deliver("Subject: \(number)\r\n\r\n", to: "bot") } }

    public func markDeleted(_ number: Int) {
        let message = server.messages(of: Self.bot)[number - 1]
        server.setFlags(message.flags.union(["\\Deleted"]), of: message.uid, in: Self.bot)
    }

    public func inboxCount(of user: String) -> Int { server.messages(of: Self.address(of: user)).count }

    public func inboxFlags(of user: String) -> [String] {
        server.messages(of: Self.address(of: user)).map { $0.flags.sorted().joined(separator: " ") }
    }

    static func address(of user: String) -> EmailAddress { EmailAddress("\(user)@example.org")! }

    public func lines(deliveredTo address: EmailAddress) -> [String] {
        server.messages(of: address).flatMap { $0.text.split(separator: "\r\n", omittingEmptySubsequences: false) }
            .map { String($0) }
    }

    public func hasFolder(_ name: String) async throws -> Bool {
        let client = try await IMAPClient.connect(account(security))
        let isThere = (try? await client.open(name)) != nil
        await client.logOut()
        return isThere
    }
}

/// Starts the server of AirutTestMail and hands it to `body`.
public func withLoopbackServer<Result: Sendable>(
    _ options: MailBackendOptions, _ body: @Sendable (LoopbackServer) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { folder in
        try await Certificates(in: folder).issue("server", for: options.names, isExpired: options.isExpired)
        let identity = TestMailIdentity(certificatePath: "\(folder)/server.pem", keyPath: "\(folder)/server.key")
        let users = ["bot"] + (0..<options.users).map { "user\($0 + 1)" }
        let accounts =
            users.map {
                TestMailAccount(
                    address: LoopbackServer.address(of: $0), username: $0, password: Secret(botPassword))
            } + [TestMailAccount(address: LoopbackServer.person, password: Secret("unused"))]
        let abilities = options.capability?.split(separator: " ").map { String($0) }
        let configuration = TestMailConfiguration(
            accounts: accounts,
            security: TestMailSecurity(options.security, identity),
            extensions: Set(
                TestMailConfiguration.Extension.allCases.filter { abilities?.contains($0.rawValue) ?? true }),
            fault: options.fault)
        return try await withMailServer(configuration) { server in
            try await body(LoopbackServer(folder: folder, security: options.security, server: server))
        }
    }
}

extension TestMailSecurity {
    fileprivate init(_ security: ConnectionSecurity, _ identity: TestMailIdentity) {
        switch security {
        case .tls: self = .implicitTLS(identity)
        case .startTLS: self = .startTLS(identity)
        case .plaintext: self = .plaintext
        }
    }
}
