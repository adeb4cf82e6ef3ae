public import AirutModel

/// What ``Authenticator`` found out about a mail's sender, each thing for itself.
public struct SenderFindings: Sendable {
    /// Set when a program wrote the mail.
    public let automatic: Refusal?
    /// Whom the `From` field names; not proven.
    public let sender: Result<EmailAddress, Refusal>
    /// Why the sender is not proven; `nil` when it is.
    public let authenticationFailure: Refusal?
    /// The entry of the list of authorized senders that the sender matches.
    public let pattern: SenderPattern?

    /// Why the mail starts nothing: the first of the reasons; `nil` when it may.
    public var refusal: Refusal? {
        if let refusal = automatic ?? authenticationFailure { return refusal }
        guard pattern == nil, case .success(let sender) = sender else { return nil }
        return Refusal(.unauthorized, "\(sender) is not among the authorized senders.")
    }
}
