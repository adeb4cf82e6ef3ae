public import AirutModel

/// What became of an outgoing mail by an attempt to send it.
public struct DeliveryProgress: Sendable, Hashable {
    public var state: OutgoingRecord.State
    /// Those who have not got it.
    public var openRecipients: [EmailAddress]
    /// Added to the mail's refusals.
    public var refusals: [RecipientRefusal]
    /// Why it failed; `nil` when everybody got it.
    public var error: String?
    /// Until the next attempt; `nil`: it is not tried again by itself.
    public var delay: Duration?

    public init(
        _ state: OutgoingRecord.State, openRecipients: [EmailAddress], refusals: [RecipientRefusal] = [],
        error: String? = nil, delay: Duration? = nil
    ) {
        self.state = state
        self.openRecipients = openRecipients
        self.refusals = refusals
        self.error = error
        self.delay = delay
    }

    /// Everybody got it.
    public static let sent = Self(.sent, openRecipients: [])
}
