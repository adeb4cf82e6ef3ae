/// The unguessable token of one mail thread: 16 characters of Crockford's Base32 in lower case (80 random bits).
///
/// It stands in subjects (`[ID:…]`), Message-IDs, branch names and folder names.
public struct ConversationID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public static let length = 16

    public let description: String

    /// A new token from the system's random source.
    public static func random() -> Self { Self(unchecked: RandomToken.make(length: length)) }

    /// Accepts either case, since mail programs may change it; `nil` when the text is not 16 characters of the alphabet.
    public init?(_ text: String) {
        let token = text.lowercased()
        guard RandomToken.isToken(token, length: Self.length) else { return nil }
        self.init(unchecked: token)
    }

    private init(unchecked token: String) { description = token }

    public static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
