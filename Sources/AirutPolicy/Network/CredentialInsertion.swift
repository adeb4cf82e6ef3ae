/// A request's header after the real secrets were put in the place of their surrogates.
public struct CredentialInsertion: Sendable, Hashable {
    /// To be sent.
    public var headers: [HeaderField]
    /// Names of the masks whose real values were inserted, sorted.
    public var used: [String]
    /// What else was changed: "stripped Authorization, which held no credential of ours".
    public var notes: [String]
    /// Whether the response must go through a ``ResponseScrubber`` for these masks.
    public var scrubbed: [SecretMask]
}
