public import AirutModel
public import FoundationEssentials

/// A running IMAP4rev1 and SMTP submission server on the loopback interface, its mailboxes in memory.
///
/// Mail submitted for one of its accounts lands in that account's `INBOX` with the server's own trace fields on top.
public struct TestMailServer: Sendable {
    public static let host = "127.0.0.1"

    public let configuration: TestMailConfiguration
    public let imapPort: Int
    public let smtpPort: Int
    private let spool: MailSpool

    init(configuration: TestMailConfiguration, imapPort: Int, smtpPort: Int, spool: MailSpool) {
        self.configuration = configuration
        self.imapPort = imapPort
        self.smtpPort = smtpPort
        self.spool = spool
    }

    /// Puts a message into a folder exactly as it is, as if it had just arrived.
    ///
    /// - Returns: its UID; `nil` when there is no such folder.
    @discardableResult
    public func append(
        _ bytes: [UInt8], to account: EmailAddress, folder: String = "INBOX", flags: Set<String> = [],
        receivedAt: Date = Date()
    ) -> UInt32? {
        spool.update(FolderID(account: account, name: folder)) {
            $0.append(bytes, flags: flags, receivedAt: receivedAt)
        }
    }

    /// Changes a message's flags, as another program with access to the mailbox would.
    public func setFlags(_ flags: Set<String>, of uid: UInt32, in account: EmailAddress, folder: String = "INBOX") {
        spool.update(FolderID(account: account, name: folder)) { $0.setFlags(flags, of: uid) }
    }

    /// Gives the folder another UIDVALIDITY and its messages new identifiers, as after a restored backup. Connections that
    /// have it open are told to go.
    public func renumber(_ account: EmailAddress, folder: String = "INBOX") {
        spool.update(FolderID(account: account, name: folder)) { $0.renumber() }
    }

    /// Puts the folder back to how it was before its first message: what comes gets identifiers that others had. A connection
    /// that has it open must be closed first.
    public func restoreEmpty(_ account: EmailAddress, folder: String = "INBOX") {
        spool.update(FolderID(account: account, name: folder)) { $0.restoreEmpty() }
    }

    /// The folder's messages in their order; empty when there is no such folder.
    public func messages(of account: EmailAddress, folder: String = "INBOX") -> [StoredMessage] {
        spool.folder(FolderID(account: account, name: folder))?.messages ?? []
    }

    /// `nil` when there is no such folder.
    public func uidValidity(of account: EmailAddress, folder: String = "INBOX") -> UInt32? {
        spool.folder(FolderID(account: account, name: folder))?.uidValidity
    }

    /// Waits until a folder's messages satisfy a condition.
    ///
    /// - Throws: ``TestMailError`` when they do not within `deadline`; `CancellationError`.
    public func messages(
        of account: EmailAddress, folder: String = "INBOX", within deadline: Duration = .seconds(60),
        until condition: @escaping @Sendable ([StoredMessage]) -> Bool
    ) async throws -> [StoredMessage] {
        let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let observer = spool.observe { continuation.yield() }
        defer { spool.stopObserving(observer) }
        continuation.yield()
        return try await withThrowingTaskGroup(of: [StoredMessage].self) { group in
            defer { group.cancelAll() }
            group.addTask {
                for await _ in changes {
                    let messages = messages(of: account, folder: folder)
                    if condition(messages) { return messages }
                }
                throw CancellationError()
            }
            group.addTask {
                try await Task.sleep(for: deadline)
                let count = messages(of: account, folder: folder).count
                throw TestMailError(
                    action: "wait for mail in \(folder) of \(account)",
                    reason: "the condition does not hold for its \(count) messages after \(deadline)")
            }
            guard let messages = try await group.next() else { throw CancellationError() }
            return messages
        }
    }
}
