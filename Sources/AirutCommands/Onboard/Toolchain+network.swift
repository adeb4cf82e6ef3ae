extension Toolchain {
    /// What its package manager fetches from: only reading, and only below the paths that packages lie at.
    func rules(for checkout: Checkout) -> [ProposedRule] {
        switch self {
        case .npm, .pnpm: Self.npmRegistry
        case .yarn: Self.npmRegistry + [ProposedRule(host: "registry.yarnpkg.com", path: "/*")]
        case .pip, .uv: Self.pypi
        case .poetry: Self.pypi + [ProposedRule(host: "pypi.org", path: "/pypi/*")]
        case .go: ["proxy.golang.org", "sum.golang.org"].map { ProposedRule(host: $0, path: "/*") }
        case .cargo:
            [
                ProposedRule(host: "index.crates.io", path: "/*"),
                ProposedRule(host: "static.crates.io", path: "/crates/*"),
            ]
        case .maven: Self.mavenCentral
        case .gradle: Self.gradle(checkout)
        case .bundler: Self.rubygems
        case .composer: Self.packagist
        case .dotnet: [ProposedRule(host: "api.nuget.org", path: "/v3/*"), .init(host: "api.nuget.org", path: "/v3-*")]
        case .swift: SwiftDependencies.rules(for: checkout)
        case .cmake, .make: []
        }
    }

    private static let npmRegistry = [ProposedRule(host: "registry.npmjs.org", path: "/*")]
    private static let pypi = [
        ProposedRule(host: "pypi.org", path: "/simple/*"),
        ProposedRule(host: "files.pythonhosted.org", path: "/packages/*"),
    ]
    private static let mavenCentral = [ProposedRule(host: "repo.maven.apache.org", path: "/maven2/*")]
    private static let rubygems =
        [ProposedRule(host: "index.rubygems.org", path: "/*")]
        + ["/gems/*", "/info/*", "/quick/*", "/specs.*", "/versions"].map {
            ProposedRule(host: "rubygems.org", path: $0)
        }
    /// Composer fetches most packages as archives from GitHub.
    private static let packagist = [
        ProposedRule(host: "repo.packagist.org", path: "/*"),
        ProposedRule(host: "api.github.com", path: "/repos/*/zipball/*"),
        ProposedRule(host: "codeload.github.com", path: "/*/legacy.zip/*"),
    ]

    private static func gradle(_ checkout: Checkout) -> [ProposedRule] {
        let rules = mavenCentral + [ProposedRule(host: "plugins.gradle.org", path: "/m2/*")]
        guard checkout.folders.contains(where: { $0.has("gradlew") }) else { return rules }
        return rules
            + ["services.gradle.org", "downloads.gradle.org"].map { ProposedRule(host: $0, path: "/distributions/*") }
            + [
                ProposedRule(host: "github.com", path: "/gradle/gradle-distributions/releases/download/*"),
                ProposedRule(host: "release-assets.githubusercontent.com", path: "/github-production-release-asset/*"),
            ]
    }
}

/// Swift packages are fetched from their git repositories.
private enum SwiftDependencies {
    /// Those that `Package.resolved` names; without one, every repository at GitHub.
    static func rules(for checkout: Checkout) -> [ProposedRule] {
        guard let resolved = checkout.text("Package.resolved") else {
            return ProposedRule.gitFetch(host: "github.com", path: "/*")
        }
        let addresses = resolved.matches(of: /"(?:location|repositoryURL)"\s*:\s*"https:\/\/([^"\/]+)(\/[^"]*)"/)
        let rules = addresses.flatMap { match in
            ProposedRule.gitFetch(host: match.1.lowercased(), path: String(match.2))
        }
        return rules.filter { PlainName.isPath($0.path) && PlainName.isHost($0.host) }
    }
}
