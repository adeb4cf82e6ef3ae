import AirutModel
import AirutTestMail
import AirutTestSupport

@testable import AirutMail

/// The server of AirutTestMail as one of the backends.
struct LoopbackServer: MailBackendServer {
    static let bot = EmailAddress("bot@example.org")!
    static let person = EmailAddress("person@example.org")!

    let folder: String
    let security: ConnectionSecurity
    let server: TestMailServer

    var refusal: String { "Wrong user name or password" }

    func imapPort(_ security: ConnectionSecurity) -> Int { server.imapPort }

    func submissionPort(_ security: ConnectionSecurity) -> Int { server.smtpPort }

    func deliver(_ message: String) { server.append(Array(message.utf8), to: Self.bot) }

    func deliver(count: Int) { for number in 1...count { deliver("Subject: \(number)\r\n\r\n") } }

    func markDeleted(_ number: Int) async throws {
        let client = try await IMAPClient.connect(account(security))
        try await client.open()
        try await client.demand(IMAPCommand("STORE \(number) +FLAGS (\\Deleted)"), action: "mark a message")
        await client.logOut()
    }

    func inboxFlags() -> [String] { server.messages(of: Self.bot).map { $0.flags.sorted().joined(separator: " ") } }

    func lines(deliveredTo address: EmailAddress) -> [String] {
        server.messages(of: address).flatMap { $0.text.split(separator: "\r\n", omittingEmptySubsequences: false) }
            .map { String($0) }
    }

    /// The server keeps names as clients encode them.
    func hasFolder(_ name: String) -> Bool {
        server.uidValidity(of: Self.bot, folder: ModifiedUTF7.encode(name)) != nil
    }
}

/// Starts the server of AirutTestMail and hands it to `body`.
func withLoopbackServer<Result: Sendable>(
    _ options: MailBackendOptions, _ body: @Sendable (LoopbackServer) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { folder in
        try await Certificates(in: folder).issue("server", for: options.names, isExpired: options.isExpired)
        let identity = TestMailIdentity(certificatePath: "\(folder)/server.pem", keyPath: "\(folder)/server.key")
        let abilities = options.capability?.split(separator: " ").map { String($0) }
        let configuration = TestMailConfiguration(
            accounts: [
                TestMailAccount(address: LoopbackServer.bot, username: "bot", password: Secret(botPassword)),
                TestMailAccount(address: LoopbackServer.person, password: Secret("unused")),
            ],
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
    init(_ security: ConnectionSecurity, _ identity: TestMailIdentity) {
        switch security {
        case .tls: self = .implicitTLS(identity)
        case .startTLS: self = .startTLS(identity)
        case .plaintext: self = .plaintext
        }
    }
}
