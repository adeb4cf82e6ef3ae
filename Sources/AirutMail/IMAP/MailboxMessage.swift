/// A message's identity in its mailbox, and its size.
///
/// - SeeAlso: RFC 3501 §2.3.1.1: the two numbers together never mean another message.
public struct MailboxMessage: Hashable, Sendable {
    public let uidValidity: UInt32
    public let uid: UInt32
    /// As the server states it (`RFC822.SIZE`); some servers estimate.
    public let bytes: Int

    public init(uidValidity: UInt32, uid: UInt32, bytes: Int) {
        self.uidValidity = uidValidity
        self.uid = uid
        self.bytes = bytes
    }
}
