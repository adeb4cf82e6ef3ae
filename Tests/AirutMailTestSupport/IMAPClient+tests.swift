public import AirutMail

extension IMAPClient {
    /// All messages that nobody has marked as deleted, oldest first.
    public func messages() async throws -> [MailboxMessage] {
        rewind()
        var messages: [MailboxMessage] = []
        while let listing = try await list() { messages += listing.messages }
        return messages
    }

    /// One message; `nil` when it is gone.
    public func fetch(_ message: MailboxMessage, maximumBytes: Int) async throws -> [UInt8]? {
        try await fetch([message], maximumBytes: maximumBytes)[message]
    }
}
