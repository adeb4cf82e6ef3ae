/// What serves the repository, as its remote's address and its files tell.
enum Forge: String {
    case github = "GitHub"
    case gitlab = "GitLab"
    case gitea = "Gitea or Forgejo"
    case other = "another git server"

    init(_ remote: OriginRemote, in checkout: Checkout) {
        let parts = remote.host.split(separator: ".").map(String.init)
        let has = { (name: String) in checkout.root.has(name) }
        if remote.host == "github.com" || parts.contains("github") {
            self = .github
        } else if parts.contains("gitlab") {
            self = .gitlab
        } else if remote.host == "codeberg.org" || parts.contains("gitea") || parts.contains("forgejo") {
            self = .gitea
        } else if has(".forgejo") || has(".gitea") {
            self = .gitea
        } else if has(".gitlab-ci.yml") || has(".gitlab") {
            self = .gitlab
        } else {
            self = has(".github") ? .github : .other
        }
    }

    /// The variable that its command-line tool takes a token from.
    var tokenVariable: String? {
        switch self {
        case .github: "GH_TOKEN"
        case .gitlab: "GITLAB_TOKEN"
        case .gitea: "GITEA_TOKEN"
        case .other: nil
        }
    }

    /// Reading this one repository: its git data, its issues and its requests.
    func rules(_ remote: OriginRemote) -> [ProposedRule] {
        ProposedRule.gitFetch(host: remote.host, path: "/\(remote.name).git") + api(remote)
    }

    private func api(_ remote: OriginRemote) -> [ProposedRule] {
        let root: String
        let host: String
        switch self {
        case .github where remote.host == "github.com": (host, root) = ("api.github.com", "/repos/\(remote.name)")
        case .github: (host, root) = (remote.host, "/api/v3/repos/\(remote.name)")
        case .gitlab: (host, root) = (remote.host, "/api/v4/projects/\(remote.name.replacing("/", with: "%2F"))")
        case .gitea: (host, root) = (remote.host, "/api/v1/repos/\(remote.name)")
        case .other: return []
        }
        return [root, root + "/*"].map { ProposedRule(host: host, path: $0) }
    }
}
