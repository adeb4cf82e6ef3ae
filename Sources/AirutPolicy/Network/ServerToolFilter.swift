import FoundationEssentials

/// Keeps Claude's own servers from fetching for the agent what the agent may not fetch itself.
///
/// Applies to the body of every request that ``covers(_:)`` says. Bodies that cannot be read are refused.
public struct ServerToolFilter: Sendable {
    public enum Outcome: Sendable, Hashable {
        case unchanged
        /// - Parameter notes: what was changed, for the log.
        case rewritten([UInt8], notes: [String])
        case refused(RequestRefusal)
    }

    let allowlist: NetworkAllowlist
    let policy: ServerToolPolicy

    public init(allowlist: NetworkAllowlist, policy: ServerToolPolicy) {
        self.allowlist = allowlist
        self.policy = policy
    }

    /// Messages to the model, single or in batches, whatever rule allowed the request.
    public static func covers(_ request: CanonicalRequest) -> Bool {
        guard request.host.text == "api.anthropic.com" else { return false }
        let path = request.path.lowercased().replacing("%2f", with: "/")
        // Some servers take parameters and blanks away.
        let names = path.split(separator: "/").map { $0.prefix { $0 != ";" && $0 != "%" } }
        return names.starts(with: ["v1", "messages"])
    }

    /// Why such a request cannot be looked into; `nil` when it can. Only plain bodies can.
    public static func refusal(of headers: [HeaderField]) -> RequestRefusal? {
        let encodings = headers.filter { $0.isNamed("content-encoding") }.map { $0.value.lowercased() }
        guard let encoding = encodings.first(where: { !["", "identity"].contains($0) }) else { return nil }
        return RequestRefusal(
            "its body is encoded (\(encoding.prefix(40))), so its server-side tools cannot be checked")
    }

    public func filter(_ body: [UInt8]) -> Outcome {
        if body.isEmpty { return .unchanged }
        var parser = JSONParser(body)
        guard let root = try? parser.parse() else {
            return .refused(
                RequestRefusal(
                    "its body is not plain JSON with every key once, so its server-side tools cannot be checked"))
        }
        var walk = ServerToolWalk(parser: parser, allowlist: allowlist, policy: policy)
        do { try walk.visit(root) } catch { return .refused(error) }
        return walk.edits.isEmpty ? .unchanged : .rewritten(walk.rewritten(), notes: walk.notes)
    }
}
