/// The `.airut/` that a checkout gets.
struct OnboardProposal {
    let toolchains: [Toolchain]
    let remote: OriginRemote?
    let forge: Forge?
    private let checkout: Checkout

    init(_ checkout: Checkout) {
        self.checkout = checkout
        toolchains = Toolchain.detected(in: checkout)
        remote = OriginRemote(of: checkout)
        forge = remote.map { Forge($0, in: checkout) }
    }

    /// In the order in which they are to be reviewed.
    var files: [NewFiles.File] {
        [
            NewFiles.File(path: ".airut/container/Dockerfile", text: dockerfile),
            NewFiles.File(path: ".airut/network-allowlist.yaml", text: allowlist),
            NewFiles.File(path: ".airut/airut.yaml", text: settings),
        ]
    }

    private var base: Toolchain? { toolchains.first { $0.baseImage(for: checkout) != nil } }

    /// Toolchains that neither the base image nor Debian has.
    var uninstalled: [Toolchain] { toolchains.filter { $0 != base && ($0 == .swift || $0 == .dotnet) } }

    private var dockerfile: String {
        let image = base?.baseImage(for: checkout) ?? "docker.io/library/debian:12-slim"
        let packages = Set(
            ["bash", "ca-certificates", "git", "ripgrep"] + toolchains.flatMap { $0.packages(isBase: $0 == base) })
        let install = packages.sorted().joined(separator: " \\\n        ")
        let more = toolchains.flatMap { $0.instructions(isBase: $0 == base) }.map { "\n\($0)\n" }.joined()
        return """
            # The environment the agent works in. Files and folders beside this one are the build context.
            # Claude Code is mounted by airut: it need not be installed.
            FROM \(image)

            USER root
            RUN apt-get update \\
                && apt-get install --yes --no-install-recommends \\
                    \(install) \\
                && rm -rf /var/lib/apt/lists/*
            \(more)
            WORKDIR /workspace

            """
    }

    private var settings: String {
        let token = forge?.tokenVariable.map { variable in
            """
              # For reading at \(forge?.rawValue ?? ""): give it in masked_secrets of the server, so that the agent never sees it.
              \(variable): !secret? \(variable)

            """
        }
        return """
            # Read from the default branch at the start of every task; a branch under work cannot change it.

            default_model: opus

            # Never more than the server allows.
            resource_limits:
              timeout: 30m

            # Texts, or secrets by the name the server gave them. With a question mark the secret may be missing.
            container_env:
              LANG: C.UTF-8
              CLAUDE_CODE_OAUTH_TOKEN: !secret? CLAUDE_CODE_OAUTH_TOKEN
              ANTHROPIC_API_KEY: !secret? ANTHROPIC_API_KEY

            """ + (token ?? "")
    }

    private var allowlist: String {
        var groups: [(String, [ProposedRule])] = [("Claude Code itself", Self.claude)]
        if let remote, let forge { groups.append(("Reading \(remote.name) at \(forge.rawValue)", forge.rules(remote))) }
        groups += toolchains.map { ("Packages for \($0.name)", $0.rules(for: checkout)) }
        return AllowlistText.file(groups)
    }

    private static let claude = [
        ProposedRule(host: "api.anthropic.com", path: "/v1/messages*", methods: ["POST"]),
        ProposedRule(host: "api.anthropic.com", path: "/api/*", methods: ["GET"]),
    ]
}
