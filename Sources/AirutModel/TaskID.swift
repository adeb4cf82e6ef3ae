/// The id of one run of the agent: 12 characters of Crockford's Base32 in lower case.
///
/// It appears in replies, logs and the container's name, so that a person can quote it to the operator.
public struct TaskID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public static let length = 12

    public let description: String

    /// A new id from the system's random source.
    public static func random() -> Self { Self(unchecked: RandomToken.make(length: length)) }

    /// `nil` when the text is not 12 characters of the alphabet in lower case.
    public init?(_ text: String) {
        guard RandomToken.isToken(text, length: Self.length) else { return nil }
        self.init(unchecked: text)
    }

    private init(unchecked token: String) { description = token }

    public static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
