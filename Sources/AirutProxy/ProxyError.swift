/// Why the proxy cannot do its work: a sentence for whoever runs the server.
struct ProxyError: Error, Hashable, CustomStringConvertible {
    /// What it was doing, as a verb phrase: "read the policy".
    let action: String
    /// Why that failed, without a trailing period.
    let reason: String

    var description: String { "cannot \(action): \(reason)" }
}
