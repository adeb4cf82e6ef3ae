/// The name of a repository in the server's configuration: the key below `repos`.
///
/// 1 to 63 characters of `a-z 0-9 . _ -`, beginning with a letter or digit, so that it can be a folder, a label and
/// a part of a container's name as it stands.
public struct RepositoryID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let description: String

    /// `nil` when the text is not of the form above.
    public init?(_ text: String) {
        let isAlphanumeric = { (byte: UInt8) in (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
        guard (1...63).contains(text.utf8.count), let first = text.utf8.first, isAlphanumeric(first),
            text.utf8.allSatisfy({ isAlphanumeric($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D })
        else { return nil }
        description = text
    }

    public static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
