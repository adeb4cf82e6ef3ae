import AirutMail

/// The end of a mailbox.
enum NewestMessages {
    /// Of a mailbox that is open, oldest first.
    static func list(_ client: IMAPClient, upTo count: Int) async throws -> [MailboxMessage] {
        await client.rewind()
        var newest: [MailboxMessage] = []
        while let listing = try await client.list() { newest = (newest + listing.messages).suffix(count) }
        return newest
    }
}
