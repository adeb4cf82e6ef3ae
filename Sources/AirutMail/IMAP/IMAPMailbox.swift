/// What is known of the selected mailbox, kept up to date by untagged responses.
///
/// New messages come at the end only, so that those listed so far are always the first ones.
struct IMAPMailbox: Hashable {
    var exists = 0
    /// The generation of the mailbox's identifiers, once known.
    var uidValidity: UInt32?
    /// How many messages, from the first, were listed.
    private(set) var listed = 0
    /// The sequence number up to which the listing in progress goes.
    private var listing: Int?

    /// Whether there are messages beyond those listed.
    var hasNews: Bool { exists > listed }

    mutating func handle(_ response: IMAPResponse) {
        switch response {
        case .exists(let count):
            exists = count
            listed = min(listed, count)
        case .expunge(let number):
            exists = max(0, exists - 1)
            if number <= listed { listed -= 1 }
            if let end = listing, number <= end { listing = end - 1 }
        default: break
        }
    }

    /// Everything is to be listed anew.
    mutating func rewind() { listed = 0 }

    /// - Returns: the sequence numbers to ask for; `nil` when all messages are listed.
    mutating func beginListing(upTo count: Int) -> ClosedRange<Int>? {
        guard hasNews else { return nil }
        let end = min(exists, listed + count)
        listing = end
        return (listed + 1)...end
    }

    /// Counts everything that was asked for as listed, even if the server left some out: a listing that stays incomplete
    /// must not be repeated for ever.
    mutating func endListing() {
        listed = min(max(listed, listing ?? 0), exists)
        listing = nil
    }
}
