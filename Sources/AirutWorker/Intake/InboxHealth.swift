public import FoundationEssentials

/// Whether a repository's mailbox is being watched, for people who look after the server.
public struct InboxHealth: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// The first connection is being made: nothing is known yet.
        case connecting
        /// Mail is taken as it comes, but for single messages maybe.
        case watching
        /// Mail is not taken at present: the server cannot be used, or gives no message. airut keeps trying.
        case failing
    }

    public var state: State
    /// Since when ``state`` is what it is.
    public var since: Date
    /// Why it fails; while watching, what is wrong with single messages, if anything is.
    public var reason: String?

    public init(state: State, since: Date, reason: String? = nil) {
        self.state = state
        self.since = since
        self.reason = reason
    }
}
