/// A text that must not appear in logs, errors, arguments or files. Printing, interpolating or dumping it shows `•••`.
///
/// It is deliberately not `Codable`: whoever sends one to a child process calls ``reveal()`` and shows that he does.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    public init(_ value: String) { self.value = value }

    /// The text itself. Call it only where the text leaves for the peer it is meant for.
    public func reveal() -> String { value }

    public var isEmpty: Bool { value.isEmpty }
    public var description: String { "•••" }
    public var debugDescription: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
