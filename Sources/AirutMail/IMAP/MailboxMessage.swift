/// A part of a mailbox's messages, oldest first.
public struct MailboxListing: Hashable, Sendable {
    /// Messages that nobody has marked as deleted.
    public var messages: [MailboxMessage] = []
    /// Messages marked as deleted, by us or by somebody else, that have not been removed yet.
    public var deleted: [MailboxMessage] = []
}

/// A message's identity in its mailbox.
///
/// - SeeAlso: RFC 3501 §2.3.1.1: the two numbers together never mean another message, unless the mailbox was restored from
///   a backup; §2.3.3: a message keeps its date.
public struct MailboxMessage: Hashable, Sendable {
    public let uidValidity: UInt32
    public let uid: UInt32
    /// As the server states it (`RFC822.SIZE`); some servers estimate.
    public let bytes: Int
    /// When the server received it (`INTERNALDATE`), in its own words.
    public let internalDate: String?

    public init(uidValidity: UInt32, uid: UInt32, bytes: Int, internalDate: String? = nil) {
        self.uidValidity = uidValidity
        self.uid = uid
        self.bytes = bytes
        self.internalDate = internalDate
    }
}
