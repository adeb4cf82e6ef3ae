/// Why a mail does not start a run. It is recorded for the operator; an unproven sender never gets an answer.
public struct Refusal: Sendable, Hashable, Error, CustomStringConvertible {
    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        /// Written by a program: a bounce, a vacation notice, a list, or ourselves.
        case automatic
        /// Not exactly one `From` field with one plain address.
        case unclearSender
        /// No `Authentication-Results` field at all.
        case noVerdict
        /// The topmost `Authentication-Results` field was not written by our mail server.
        case foreignVerdict
        /// The topmost `Authentication-Results` field could not be read, or contradicts itself.
        case unreadableVerdict
        /// Our mail server did not find that the sender's domain vouches for the mail.
        case failedVerdict
        /// The verdict is about another domain than the one in `From`.
        case otherDomain
        /// Proven, but not on the list of authorized senders.
        case unauthorized
    }

    public let reason: Reason
    /// A whole sentence.
    public let description: String

    init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }
}
