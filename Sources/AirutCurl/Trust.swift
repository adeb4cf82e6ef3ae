/// Whose certificates a client believes. Certificate and name are always verified; only the authorities differ.
public enum Trust: Hashable, Sendable {
    /// The authorities this machine trusts (`ca-certificates`).
    case system
    /// Only the authorities in this PEM file.
    case file(String)

    /// The system's authorities, or those of a file if one is named.
    public init(caFile: String?) { self = caFile.map(Self.file) ?? .system }
}
