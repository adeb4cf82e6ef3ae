/// A mailbox address, `local-part@domain`, of the plain (dot-atom) form that mail is exchanged with in practice.
///
/// Compared and stored in lower case: no mailbox provider distinguishes case, and an allow-list must not either.
/// Quoted local parts, comments and address literals are refused rather than interpreted.
///
/// - SeeAlso: RFC 5322 §3.4.1, RFC 5321 §4.5.3.1 (length limits).
public struct EmailAddress: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let localPart: String
    public let domain: String

    public var description: String { "\(localPart)@\(domain)" }

    /// `nil` when the text is not a plain ASCII `local-part@domain`.
    public init?(_ text: String) {
        // First of all: lowercasing would turn the Kelvin sign into a plain k.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let parts = text.lowercased().split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isDotAtom(parts[0]), parts[0].utf8.count <= 64, Self.isDomain(parts[1]) else {
            return nil
        }
        localPart = String(parts[0])
        domain = String(parts[1])
    }

    /// The address without its subaddress, and that subaddress: `a+b@c` is (`a@c`, `b`).
    ///
    /// - SeeAlso: RFC 5233 §1.
    public var splitSubaddress: (base: EmailAddress, detail: String?) {
        guard let plus = localPart.firstIndex(of: "+"), plus != localPart.startIndex,
            let base = EmailAddress("\(localPart[..<plus])@\(domain)")
        else { return (self, nil) }
        return (base, String(localPart[localPart.index(after: plus)...]))
    }

    private static func isDotAtom(_ text: Substring) -> Bool {
        let specials = Set("!#$%&'*+-/=?^_`{|}~".utf8)
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.utf8.allSatisfy { isAlphanumeric($0) || specials.contains($0) }
        }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    public static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
