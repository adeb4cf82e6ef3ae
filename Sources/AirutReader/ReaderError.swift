/// Why there is no document: the request was unusable. A message, however broken, always has one.
public struct ReaderError: Error, Hashable, CustomStringConvertible {
    /// What the reader was doing, as a verb phrase: "read the request".
    public let action: String
    /// Why it failed, without a trailing period.
    public let reason: String

    public var description: String { "cannot \(action): \(reason)" }

    public init(action: String, reason: String) {
        self.action = action
        self.reason = reason
    }
}
