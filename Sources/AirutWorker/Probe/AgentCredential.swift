/// The variables that Claude Code takes what it logs in with from.
enum AgentCredential: String, CaseIterable {
    case key = "ANTHROPIC_API_KEY"
    case subscription = "CLAUDE_CODE_OAUTH_TOKEN"
    /// For gateways: nobody knows which.
    case token = "ANTHROPIC_AUTH_TOKEN"

    var isForAnthropic: Bool { self != .token }

    /// The field it travels in, in lower case.
    var headerName: String { self == .key ? "x-api-key" : "authorization" }

    /// What a request to Anthropic's API needs to be taken as coming from its owner.
    func headers(_ value: String) -> [(name: String, value: String)] {
        switch self {
        case .key: [(headerName, value)]
        case .subscription, .token: [(headerName, "Bearer \(value)"), ("anthropic-beta", "oauth-2025-04-20")]
        }
    }
}
