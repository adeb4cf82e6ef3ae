import FoundationEssentials

/// What is to be done for a run whose agent ended with success: its work published, and this answered. Recorded before
/// that, because publishing may take long: cut short, it is done by the next start.
public struct Conclusion: Sendable, Hashable, Codable {
    public let result: TaskResult
    /// Sentences on the run for the answer.
    public let notes: [String]
    /// The conversation's last commit at the remote before the run's own.
    public let lastPushed: String?

    public init(result: TaskResult, notes: [String], lastPushed: String?) {
        self.result = result
        self.notes = notes
        self.lastPushed = lastPushed
    }
}
