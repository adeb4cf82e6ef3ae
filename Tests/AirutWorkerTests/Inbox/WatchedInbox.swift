import AirutConfig
import AirutMail
import AirutMailTestSupport
import AirutModel
import AirutStore
import AirutTestSupport
import FoundationEssentials
import Logging

@testable import AirutWorker

/// A watcher of one mailbox in a hurry, and what it has stored.
struct WatchedInbox: Sendable {
    let watcher: InboxWatcher

    init(
        _ account: IMAPAccount, store: Store, repository: String = "web", times: InboxTimes = .hurried,
        _ change: (inout RepositorySettings) -> Void = { _ in }
    ) {
        var settings = RepositorySettings()
        settings.id = RepositoryID(repository)!
        change(&settings)
        watcher = InboxWatcher(
            repository: settings, account: account, store: store, disk: DiskReserve(path: "/tmp"), times: times,
            arrived: Wakeup(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    var health: InboxHealth { watcher.health.present }

    /// Runs the watcher while `body` runs.
    func run<Result: Sendable>(_ body: @Sendable (Self) async throws -> Result) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await watcher.run() }
            defer { group.cancelAll() }
            return try await body(self)
        }
    }

    /// The subjects of the stored messages, in the order in which they were stored.
    func subjects() async throws -> [String] {
        try await stored().map { mail in
            mail.text.split(separator: "\r\n").first { $0.hasPrefix("Subject: ") }.map { String($0.dropFirst(9)) } ?? ""
        }
    }

    func stored() async throws -> [(record: MessageRecord, text: String)] {
        var found: [(MessageRecord, String)] = []
        for record in try await watcher.store.messages(watcher.repository.id, state: .received) {
            found.append((record, String(decoding: try await watcher.store.rawMessage(record.id) ?? [], as: UTF8.self)))
        }
        return found
    }

    /// Whether so many are stored and nothing is left in the mailbox.
    func hasTaken(_ count: Int, from server: any MailBackendServer, user: String = "bot") async throws -> Bool {
        guard try server.inboxCount(of: user) == 0 else { return false }
        return try await self.count() == count
    }

    /// Waits until nothing is left in the mailbox, for as long as it becomes less.
    func takesAll(from server: any MailBackendServer) async throws -> Bool {
        while true {
            let left = try server.inboxCount(of: "bot")
            guard left > 0 else { return true }
            guard try await eventually({ try server.inboxCount(of: "bot") < left }) else { return false }
        }
    }

    func count() async throws -> Int {
        try await watcher.store.messages(watcher.repository.id, state: .received).count
    }
}

extension InboxTimes {
    static let hurried = InboxTimes(
        safetyPoll: .milliseconds(400), firstRetry: .milliseconds(10), longestRetry: .milliseconds(100),
        longestRest: .milliseconds(200))
}

extension IMAPAccount {
    /// For servers that fall silent: as short as a machine under load lets it be.
    var impatient: Self {
        var account = hurried
        account.timeout = .seconds(3)
        return account
    }

    /// Looks often.
    var hurried: Self {
        var account = self
        account.idleRefresh = .milliseconds(300)
        account.pollInterval = .milliseconds(50)
        return account
    }

    /// Through a relay.
    func through(_ relay: FaultRelay) -> Self {
        var account = self
        account.port = relay.port
        return account
    }
}

/// Gives a new store to `body`.
func withInboxStore<Result>(_ body: (Store) async throws -> Result) async throws -> Result {
    try await withTemporaryDirectory { try await body(Store(path: "\($0)/airut.sqlite")) }
}

/// A mail of some size whose subject says which.
func letter(_ subject: String, bodyBytes: Int = 600) -> String {
    let line = "The quick brown fox jumps over the lazy dog and goes on and on\r\n"
    return "From: ada@example.org\r\nMessage-ID: <\(subject)@example.org>\r\nSubject: \(subject)\r\n\r\n"
        + String(repeating: line, count: bodyBytes / line.utf8.count)
}
