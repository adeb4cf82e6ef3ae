import AirutMail

/// Cuts a listing into what is fetched, stored and removed in one go: many small messages together, so that thousands do
/// not take thousands of round trips, and never more in memory than one large message.
struct MailboxBatches: Sequence, IteratorProtocol {
    static let mostMessages = 100
    static let mostBytes = 4 << 20

    /// Larger messages come alone.
    private let largestBytes: Int
    private var rest: ArraySlice<MailboxMessage>

    init(_ messages: [MailboxMessage], largestBytes: Int) {
        rest = messages[...]
        self.largestBytes = largestBytes
    }

    mutating func next() -> [MailboxMessage]? {
        guard let first = rest.popFirst() else { return nil }
        var batch = [first]
        var bytes = first.bytes
        while first.bytes <= largestBytes, batch.count < Self.mostMessages, let following = rest.first,
            following.bytes <= largestBytes, bytes + following.bytes <= Self.mostBytes
        {
            bytes += following.bytes
            batch.append(following)
            rest.removeFirst()
        }
        return batch
    }
}
