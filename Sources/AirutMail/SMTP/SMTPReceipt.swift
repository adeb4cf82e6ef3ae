/// What became of a message that the server took for at least one of its recipients.
public struct SMTPReceipt: Hashable, Sendable {
    /// The server's answer: `250 2.0.0 Ok: queued as 1234`.
    public let answer: String
    /// Those the server would not take it for, in the order they were given.
    public let refused: [RefusedRecipient]
}
