/// What is left of a child process. A failed program is a result, not an error.
public struct ChildResult: Hashable, Sendable {
    public var ending: ChildEnding
    /// Standard output; empty when it was streamed.
    public var output: [UInt8]
    /// The first part of standard error.
    public var errorHead: [UInt8]
    /// The last part of standard error; the same as ``errorHead`` when there is little.
    public var errorOutput: [UInt8]

    public init(ending: ChildEnding, output: [UInt8], errorHead: [UInt8] = [], errorOutput: [UInt8]) {
        self.ending = ending
        self.output = output
        self.errorHead = errorHead
        self.errorOutput = errorOutput
    }

    public var isSuccess: Bool { ending == .exited(0) }

    /// Why it failed: the last lines of standard error, or how it ended.
    public var failure: String {
        let text = String(decoding: errorOutput, as: UTF8.self).split(separator: "\n").suffix(5)
            .joined(separator: "; ")
        switch ending {
        case .exited where !text.isEmpty: return text
        default: return text.isEmpty ? ending.reason : "\(ending.reason): \(text)"
        }
    }
}
