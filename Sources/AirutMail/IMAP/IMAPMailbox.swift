/// What is known of the selected mailbox, kept up to date by untagged responses.
struct IMAPMailbox: Hashable {
    var exists = 0
    /// How many of them were there when the messages were last listed.
    private var listed = 0
    /// `exists` as the listing in progress began.
    private var listing: Int?

    /// Whether messages arrived since the last listing.
    var hasNews: Bool { exists > listed }

    mutating func handle(_ response: IMAPResponse) {
        switch response {
        case .exists(let count): exists = count
        case .expunge:
            exists = max(0, exists - 1)
            listed = max(0, listed - 1)
            listing = listing.map { max(0, $0 - 1) }
        default: break
        }
    }

    mutating func beginListing() { listing = exists }

    /// Counts everything that was there at the beginning as listed, even if the server left some out: a listing that
    /// stays incomplete must not be repeated for ever.
    mutating func endListing(count: Int) {
        listed = min(max(listing ?? 0, count), exists)
        listing = nil
    }
}
