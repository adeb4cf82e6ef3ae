/// Why the server cannot start or go on.
public struct SupervisorError: Error, Hashable, CustomStringConvertible {
    /// What airut was doing, as a verb phrase: "lock /var/lib/airut/lock".
    public let action: String
    /// Why it failed, without a trailing period.
    public let reason: String

    public init(action: String, reason: String) {
        self.action = action
        self.reason = reason
    }

    public var description: String { "cannot \(action): \(reason)" }
}
