/// A message identifier without its angle brackets: `left@right`.
///
/// Deliberately lenient in its characters: other systems' identifiers must be quoted back byte for byte in
/// `In-Reply-To`. Refused are only those that could not stand in a header field.
///
/// - SeeAlso: RFC 5322 §3.6.4.
public struct MessageID: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Accepts the identifier with or without angle brackets.
    ///
    /// - Returns: `nil` when it is empty, longer than 900 bytes, or contains white space, controls, non-ASCII
    ///   characters or further angle brackets.
    public init?(_ text: String) {
        var bytes = Substring(text).utf8
        if bytes.first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">") { bytes = bytes.dropFirst().dropLast() }
        guard (1...900).contains(bytes.count),
            bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") })
        else { return nil }
        description = String(Substring(bytes))
    }

    /// The form used in header fields: `<left@right>`.
    public var bracketed: String { "<\(description)>" }
}
