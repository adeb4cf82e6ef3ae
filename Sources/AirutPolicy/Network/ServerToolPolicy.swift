/// What Claude's own servers may fetch on the agent's behalf.
public struct ServerToolPolicy: Codable, Sendable, Hashable {
    /// Let web searches run unlimited when no domain they name is open.
    public var allowsWebSearch: Bool

    public init(allowsWebSearch: Bool = false) { self.allowsWebSearch = allowsWebSearch }
}
