/// What a new server file is made of.
struct InitAnswers {
    var id = "web"
    var repositoryURL = "https://github.com/example/web.git"
    /// Where people write to.
    var address = "airut@example.org"
    /// At the mail servers; the address unless given.
    var username: String?
    var imap = "imap.example.org"
    var smtp = "smtp.example.org"
    var authservID = "mx.example.org"
    var senders = ["alice@example.org"]
    var credential = AgentCredential.apiKey
    /// For a repository that is reached by ssh.
    var sshKey: String?
    var knownHosts: String?

    /// What Claude Code logs in with.
    enum AgentCredential: String, CaseIterable {
        case apiKey = "ANTHROPIC_API_KEY"
        case oauthToken = "CLAUDE_CODE_OAUTH_TOKEN"

        /// The header field that it travels in.
        var header: String { self == .apiKey ? "x-api-key" : "Authorization" }
    }
}
