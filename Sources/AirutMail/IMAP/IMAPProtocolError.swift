/// A peer's breach of the protocol, or its good-bye; the connection is of no use afterwards.
struct IMAPProtocolError: Error, Hashable {
    var kind: MailServerError.Kind = .malformed
    /// Without a trailing period.
    let reason: String
    var retryMayHelp = false
}
