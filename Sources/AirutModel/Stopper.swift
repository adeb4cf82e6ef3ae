/// Who ended a run before it was done.
public enum Stopper: Sendable, Hashable, CustomStringConvertible {
    /// Somebody who takes part in the conversation, by mail.
    case participant(EmailAddress)
    /// On the server, or in its dashboard.
    case administrator

    /// Reads what ``description`` wrote.
    public init(_ text: String) { self = EmailAddress(text).map(Self.participant) ?? .administrator }

    public var description: String {
        switch self {
        case .participant(let address): address.description
        case .administrator: "an operator"
        }
    }
}
