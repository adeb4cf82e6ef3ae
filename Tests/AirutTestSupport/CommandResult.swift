public import FoundationEssentials

/// How a command ended and what it wrote.
public struct CommandResult: Sendable {
    /// Its exit status; 128 and the signal's number when a signal ended it.
    public let status: Int32
    public let output: Data
    public let errorOutput: String

    public var text: String { String(decoding: output, as: UTF8.self) }
}
