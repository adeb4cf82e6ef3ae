public import AirutModel

/// `repos.<id>`: one repository, its mailbox and its rules.
public struct RepositorySettings: Section {
    public var id = Placeholder.repository
    public var repoURL = ""
    public var git = GitSettings()
    /// For conversations whose mail names none and whose `.airut/airut.yaml` says nothing else; without one, the first
    /// of ``models``.
    public var model: String?
    /// What people may choose from; contains ``model``.
    public var models = ["opus", "sonnet", "haiku"]
    public var effort: String?
    public var claudeVersion = ClaudeVersion.channel(.latest)
    public var containerPath = ".airut/container"
    public var email = EmailSettings()
    public var network = NetworkSettings()
    public var publish = PublishSettings()
    public var resourceLimits = ResourceLimitOverrides()
    /// What a run may use at most: the server's limits with ``resourceLimits`` instead where they are written.
    public var limits = ResourceLimits()
    /// By the name of the environment variable in the container.
    public var secrets: [String: Secret] = [:]
    public var maskedSecrets: [String: MaskedSecret] = [:]

    public init() {}

    static let documentation = "One repository and its mailbox, by a name of your choice."
    static let reload = ReloadScope.repository
    static let fields: [Field<Self>] = [
        .required(
            "repo_url", \.repoURL, .repositoryURL, "Where the repository is fetched from and pushed to.",
            example: "https://github.com/example/web.git"),
        .section("git", \.git),
        .optional(
            "claude_version", \.claudeVersion, .claudeVersion,
            "Release of Claude Code that runs in the container: a channel of the vendor's, a version, or the absolute path of "
                + "an executable on the server. Downloads are checked against the vendor's manifest and kept.",
            example: "2.1.330"
        ).reloading(.task),
        .optional(
            "model", \.model, .modelName,
            "Model of new conversations whose mail names none, whatever the repository's default_model says.",
            fallback: "the repository's default_model, or else the first of models", example: "opus"
        ).ignoringEmpty().reloading(.task),
        .optional(
            "models", \.models, .list(of: .modelName, minimum: 1),
            "Models people may choose by writing to airut+MODEL@…; model belongs to them in any case."
        ).reloading(.task),
        .optional(
            "effort", \.effort, .effortName, "Effort of new conversations, whatever the repository's effort says.",
            fallback: "the repository's, or else Claude Code's own",
            example: "high"
        ).ignoringEmpty().reloading(.task),
        .optional(
            "container_path", \.containerPath, .folderInRepository,
            "Folder with the Dockerfile of the container, in the repository's default branch."
        ).reloading(.task),
        .section("email", \.email, isRequired: true),
        .section("publish", \.publish),
        .section("network", \.network),
        .section("resource_limits", \.resourceLimits, effective: \.limits),
        .optional(
            "secrets", \.secrets, .environment(of: .secret),
            "Secrets for the container, by the name of their environment variable. The agent can read and repeat "
                + "them: prefer masked_secrets.",
            example: "{NPM_TOKEN: !env NPM_TOKEN}"
        ).reloading(.task),
        .optional(
            "masked_secrets", \.maskedSecrets, .environment(of: .section(MaskedSecret.self)),
            "Secrets the container sees only a stand-in of, by the name of their environment variable."
        ).reloading(.task),
        .unsupported("slack", "this version has no Slack channel; requests come by email"),
        .unsupported("schedules", "this version has no schedules; requests come by email"),
        .unsupported(
            "signing_credentials", "this version does not sign AWS requests; give short-lived keys in secrets"),
        .unsupported(
            "github_app_credentials", "this version has no GitHub App credentials; use a token in masked_secrets"),
    ]
}
