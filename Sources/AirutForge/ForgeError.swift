/// Why a forge did not do what it was asked.
public struct ForgeError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// No answer, or 5xx; may pass by itself.
        case unavailable
        /// Too many requests; may pass by itself.
        case rateLimited
        /// The token is not accepted.
        case unauthorized
        /// The token may not do this.
        case forbidden
        /// The repository does not exist, or the token may not see it.
        case notFound
        /// Nothing distinguishes the branch from its base.
        case noCommits
        /// The branch that was to be merged is not there.
        case headMissing
        /// The branch to merge into is not there.
        case baseMissing
        case other
    }

    public let kind: Kind
    /// A verb phrase: "open a pull request in acme/web".
    public let action: String
    /// Without a trailing period.
    public let reason: String

    public init(_ kind: Kind, action: String, reason: String) {
        self.kind = kind
        self.action = action
        self.reason = reason
    }

    public var description: String { "cannot \(action): \(reason)" }

    /// Trying again later may succeed without anybody doing anything.
    public var isTransient: Bool { kind == .unavailable || kind == .rateLimited }
}
