/// A rule that nearly allowed a request.
public struct NearMiss: Codable, Sendable, Hashable {
    public var rule: AllowRule
    /// Why not, each a sentence without its period: "the method POST is not one of GET, HEAD".
    public var reasons: [String]
}
