/// A line that a client sent, before it takes effect.
public struct TestMailLine: Sendable, Hashable {
    public enum Service: String, Sendable { case imap, smtp }

    public let service: Service
    /// The verb in upper case: `FETCH` (also of `UID FETCH`), `DONE`, `DATA`; `.` for the end of a submitted mail.
    public let verb: String
    /// The whole line without its end.
    public let text: String
}
