/// Why the server could not do what it was asked to.
public struct TestMailError: Error, Hashable, CustomStringConvertible {
    /// What was being done, as a verb phrase.
    public let action: String
    /// Without a trailing period.
    public let reason: String
    public var description: String { "cannot \(action): \(reason)" }
}
