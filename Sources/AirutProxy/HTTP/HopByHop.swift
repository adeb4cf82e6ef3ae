import AirutPolicy

/// Fields that concern one connection and never pass a proxy (RFC 9110 §7.6.1).
enum HopByHop {
    private static let always: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
        "proxy-authenticate", "proxy-authorization", "proxy-authentication-info", "content-length", "expect",
        "http2-settings",
    ]
    /// What the framing and the policy rest on stays, whatever a `Connection` field says.
    private static let kept: Set<String> = ["host", "authorization", "content-type", "content-encoding", "cookie"]

    /// The fields that pass; framing fields are written anew by whoever sends the message.
    static func removed(from fields: [HeaderField]) -> [HeaderField] {
        let named = Set(fields.listMembers(of: "connection")).subtracting(kept)
        return fields.filter { field in
            let name = field.name.lowercased()
            return !always.contains(name) && !named.contains(name)
        }
    }
}
