import AirutModel

/// The real Claude Code for a demonstration, instead of the scripted agent.
struct DemoClaude: Sendable {
    /// Where the key comes from, and its name in the server's file and in the container.
    static let variable = "ANTHROPIC_API_KEY"

    let key: Secret
    /// As in `claude_version`.
    let version: String
    /// Where `api.anthropic.com` is, as in `network.static_hosts`.
    let address: String?
    /// As in `network.ca_file`.
    let authorities: String?

    /// What the server's file says above `repos`.
    var network: String {
        guard address != nil || authorities != nil else { return "" }
        let host = address.map { "  static_hosts: {api.anthropic.com: \"\($0)\"}\n" } ?? ""
        let file = authorities.map { "  ca_file: \($0)\n" } ?? ""
        return "network:\n" + host + file
    }

    /// What it says of the repository. The key itself stays in the environment.
    static let maskedSecret = """
            masked_secrets:
              \(variable): {value: !env \(variable), scopes: [api.anthropic.com], headers: [x-api-key]}

        """
}
