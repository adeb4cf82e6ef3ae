/// One line of a message's header.
public struct HeaderField: Codable, Sendable, Hashable {
    /// In the spelling it came with; compare with ``isNamed(_:)``.
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// - Parameter other: in lower case.
    public func isNamed(_ other: String) -> Bool {
        guard name.utf8.count == other.utf8.count else { return false }
        return zip(name.utf8, other.utf8).allSatisfy { ($0 &- 0x41 < 26 ? $0 | 0x20 : $0) == $1 }
    }
}
