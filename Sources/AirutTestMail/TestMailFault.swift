/// What happens instead of a line's effect.
public enum TestMailFault: Sendable, Hashable {
    /// The connection ends.
    case disconnect
    /// Nothing is answered, ever; the connection stays open.
    case silence
    /// This is answered (line ends are added; in IMAP the command's tag replaces `$TAG`).
    case answer(String)
    /// The line takes effect, but the connection ends instead of the answer.
    case disconnectAfterEffect
}
