public import AirutModel
public import FoundationEssentials

/// A mail as it was fetched, with everything that identifies it.
public struct RawMail: Sendable {
    public var repository: RepositoryID
    public var uidValidity: UInt32
    public var uid: UInt32
    /// When the mail server received it, in its own words.
    public var internalDate: String?
    public var messageID: MessageID?
    /// Digest of ``bytes``.
    public var sha256: [UInt8]
    /// The message, or its header when ``isTruncated``.
    public var bytes: [UInt8]
    /// Size of the whole message in the mailbox.
    public var mailboxBytes: Int
    public var isTruncated: Bool
    public var receivedAt: Date

    public init(
        repository: RepositoryID, uidValidity: UInt32, uid: UInt32, internalDate: String? = nil, messageID: MessageID?,
        sha256: [UInt8], bytes: [UInt8], mailboxBytes: Int? = nil, isTruncated: Bool = false, receivedAt: Date
    ) {
        self.repository = repository
        self.uidValidity = uidValidity
        self.uid = uid
        self.internalDate = internalDate
        self.messageID = messageID
        self.sha256 = sha256
        self.bytes = bytes
        self.mailboxBytes = mailboxBytes ?? bytes.count
        self.isTruncated = isTruncated
        self.receivedAt = receivedAt
    }
}
