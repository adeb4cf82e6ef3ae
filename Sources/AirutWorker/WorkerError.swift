/// Why a stage of the pipeline could not do its work.
public struct WorkerError: Error, Hashable, CustomStringConvertible {
    /// What airut was doing, as a verb phrase: "read message 12".
    public let action: String
    /// Why it failed, without a trailing period.
    public let reason: String

    public var description: String { "cannot \(action): \(reason)" }
}
