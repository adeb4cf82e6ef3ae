import AirutConfig
import AirutMail
import AirutModel
import AirutSandbox
import AirutStore
import AirutTestMail
import AirutTestSupport
import FoundationEssentials
import Logging
import Testing

@testable import AirutWorker

/// Three mails of one conversation to one recipient, and the spool that sends them.
struct SpooledMails: Sendable {
    struct Site: Sendable {
        let account: SMTPAccount
        /// Where what was submitted ends up.
        let sink: TestMailServer
        let store: Store
    }

    let user: String
    private let site: Site
    private let repository: RepositoryID
    private let mails: [NewOutgoing]

    init(_ number: Int, at site: Site) {
        let user = "user\(number)"
        self.user = user
        self.site = site
        repository = RepositoryID(user)!
        mails = (0..<3).map { index in
            NewOutgoing(
                messageID: MessageID("\(user)-\(index)@example.org")!, kind: .acknowledgement,
                recipients: [Self.address(of: user)], raw: Array(letter("\(user)-\(index)").utf8))
        }
    }

    static func address(of user: String) -> EmailAddress { EmailAddress("\(user)@example.org")! }

    var port: Int { site.account.port }
    var isPlaintext: Bool { site.account.security == .plaintext }

    /// Which mail each message is that arrived; `nil` for one that is none of them byte for byte.
    var arrived: [Int?] {
        site.sink.messages(of: Self.address(of: user)).map { message in
            mails.firstIndex { message.bytes.suffix($0.raw.count).elementsEqual($0.raw) }
        }
    }

    /// How many bytes an undisturbed submission takes in each direction.
    func measure() async throws -> [StreamFault.Direction: Int] {
        try await withFaultRelay(to: port) { relay in
            try await run(through: relay) { _ async throws in
                #expect(try await eventually { try await areSent })
            }
            #expect(arrived == [0, 1, 2])
            return Dictionary(uniqueKeysWithValues: StreamFault.Direction.allCases.map { ($0, relay.bytes($0)) })
        }
    }

    /// Composes the mails and runs the spool while `body` runs.
    func run<Result: Sendable>(
        through relay: FaultRelay, _ body: @Sendable (OutgoingSpool) async throws -> Result
    ) async throws -> Result {
        try await compose()
        var account = site.account
        account.port = relay.port
        account.login?.username = user
        account.timeouts = .hurried
        var settings = RepositorySettings()
        settings.id = repository
        settings.email.account.from = Mailbox(address: Self.address(of: user))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let spool = OutgoingSpool(
            repository: settings, store: site.store, client: SMTPClient(account: account),
            sandbox: Sandbox(host: PodmanHost(command: ["/bin/false"], instance: "test"), initPath: "/none"),
            clock: .system, logger: logger, loop: Loop(purpose: "send mail", logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await spool.run() }
            defer { group.cancelAll() }
            return try await body(spool)
        }
    }

    private func compose() async throws {
        let conversation = NewConversation(subject: "x", model: nil)
        for (index, mail) in mails.enumerated() {
            let question = Array("\(user)-\(index)".utf8)
            let message = try await site.store.accept(
                RawMail(
                    repository: repository, uidValidity: 1, uid: UInt32(index + 1), messageID: nil, sha256: question,
                    bytes: question, receivedAt: Date()))
            _ = try await site.store.enqueue(
                message.id,
                as: AcceptedRequest(sender: Self.address(of: user), subject: "x", acceptance: "x", document: Data()),
                into: index == 0 ? .new(conversation) : .existing(conversation.id), acknowledgement: mail)
        }
    }

    var areSent: Bool {
        get async throws { try await site.store.outgoing(repository, state: .sent).count == mails.count }
    }

    /// Those that are still to be sent, oldest first.
    var waiting: [OutgoingRecord] {
        get async throws {
            let states: [OutgoingRecord.State] = [.pending, .undeliverable]
            var found: [OutgoingRecord] = []
            for state in states { found += try await site.store.outgoing(repository, state: state) }
            return found.sorted { $0.id < $1.id }
        }
    }

    /// Sends at once what failed, as `airut retry-mail` does.
    func retry(_ spool: OutgoingSpool) async throws {
        for mail in try await waiting where mail.attempts > 0 {
            // It may have arrived meanwhile.
            _ = try? await site.store.resend(mail.id)
        }
        spool.loop.wakeup.signal()
    }
}

extension SMTPTimeouts {
    /// For tests, yet long enough for a machine under load.
    fileprivate static var hurried: Self {
        var timeouts = Self()
        (timeouts.connection, timeouts.command) = (.seconds(3), .seconds(3))
        (timeouts.dataInitiation, timeouts.dataBlock, timeouts.dataTermination) = (
            .seconds(3), .seconds(3), .seconds(3)
        )
        return timeouts
    }
}
