import FoundationEssentials

/// Why an allowed request could not be carried out: for the agent, and for the log.
struct UpstreamFailure: Error, Hashable {
    /// The status to answer with.
    let status: Int
    /// A sentence without its period: "no address is known for api.example.org".
    let reason: String
    /// Whether the request may simply be sent again on a new connection: the old one ended before any answer, as an
    /// idle one may at any time.
    var isStale = false

    private struct Body: Encodable {
        let error = "upstream_failed"
        let message: String
    }

    /// The answer's body.
    func json() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let message = "The sandbox's network allows this request, but it failed: \(reason)."
        // Texts only: there is nothing that could not be encoded.
        return [UInt8]((try? encoder.encode(Body(message: message))) ?? Data()) + "\n".utf8
    }
}
