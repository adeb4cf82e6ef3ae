/// Why a request has no single meaning and is therefore not judged by the allowlist at all.
public struct RequestRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// A sentence without its period.
    public let reason: String

    public init(_ reason: String) { self.reason = reason }

    public var description: String { reason }
}
