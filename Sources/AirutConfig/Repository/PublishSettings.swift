public import AirutModel

/// `repos.<id>.publish`.
public struct PublishSettings: Section {
    public enum Mode: String, Sendable, CaseIterable {
        case none
        case branch
        case pullRequest = "pull_request"
    }

    public enum Forge: String, Sendable, CaseIterable {
        case github
    }

    public var mode = Mode.pullRequest
    public var branchPrefix = "airut/"
    public var commitUncommitted = true
    public var forge = Forge.github
    public var apiURL = "https://api.github.com"
    /// `git.token` unless configured; there is one when ``mode`` is `pullRequest`.
    public var token: Secret?
    public var caFile: String?
    /// `owner/name`, from `repo_url` unless configured; there is one when ``mode`` is `pullRequest`.
    public var repository: String?
    public var draft = false
    public var protectedPaths = Self.defaultProtectedPaths
    public var allowProtectedPaths = false

    public init() {}

    /// Files that make build servers run code, as a rule with secrets.
    public static let defaultProtectedPaths = [
        ".github/workflows/**", ".github/actions/**", ".gitlab-ci.yml", ".gitlab/ci/**", ".gitea/workflows/**",
        ".forgejo/workflows/**", ".circleci/**", ".buildkite/**", ".drone.yml", ".travis.yml", ".woodpecker.yml",
        ".woodpecker/**", "azure-pipelines.yml", "bitbucket-pipelines.yml", "Jenkinsfile",
    ]

    static let documentation =
        "What becomes of the agent's commits. `publish: branch` is short for `publish: {mode: branch}`."
    static var shorthand: String? { "mode" }
    static let reload = ReloadScope.task
    static let fields: [Field<Self>] = [
        .optional(
            "mode", \.mode, .choice,
            "none: they stay in the workspace. branch: they are pushed. pull_request: and a pull request is opened."),
        .optional(
            "branch_prefix", \.branchPrefix, .branchPrefix,
            "Beginning of the names of pushed branches; the conversation's id follows."),
        .optional(
            "commit_uncommitted", \.commitUncommitted, .flag,
            "Commit what the agent left uncommitted; otherwise it stays in the workspace and the answer says so."),
        .optional("forge", \.forge, .choice, "Where pull requests are opened."),
        .optional("api_url", \.apiURL, .apiURL, "Address of the forge's API."),
        .optional(
            "token", \.token, .secret, "Token for the forge's API.", fallback: "git.token",
            example: "!env GITHUB_TOKEN"),
        .optional(
            "ca_file", \.caFile, .file,
            "PEM file of the certificate authorities to trust instead of the system's, for an API with a private one.",
            example: "/etc/airut/forge-ca.pem"),
        .optional(
            "repository", \.repository, .repositoryName, "The repository's name at the forge.",
            fallback: "taken from repo_url", example: "example/web"),
        .optional("draft", \.draft, .flag, "Open pull requests as drafts."),
        .optional(
            "protected_paths", \.protectedPaths, .list(of: .pathGlob),
            "Paths that may not change in what is pushed: files that make build servers run code. Replaces the "
                + "default list."),
        .optional(
            "allow_protected_paths", \.allowProtectedPaths, .flag,
            "Push changes to protected paths all the same. Whoever can write to airut can then run code with the "
                + "secrets of the repository's build server."),
    ]

    func complete(_ scope: inout SectionScope) {
        guard allowProtectedPaths, scope.decoding.givesAdvice else { return }
        scope.report(at: "allow_protected_paths", sentence: Advice.protectedPaths, severity: .warning)
    }
}
