/// Sentences about what is legal but unwise.
enum Advice {
    static let noSandbox =
        "lets the agent reach whatever this machine reaches, and masked secrets cannot work: remove it, and open what is "
        + "needed in the repository's .airut/network-allowlist.yaml"
    static let protectedPaths =
        "lets whoever may write to airut run code with the secrets of the repository's build server: remove it, and make "
        + "such changes by hand"
    static let metadataService =
        "opens the address of the cloud's metadata service, which hands out this machine's credentials: leave "
        + "169.254.169.254 out"

    /// - Parameter methods: those that write; empty when every method is open.
    static func writableWildcard(methods: [String]) -> String {
        let what = methods.isEmpty ? "every method" : methods.joined(separator: " and ")
        return
            "opens \(what) on hosts that nobody has listed: whoever has one of them can be told everything the agent "
            + "knows. Name the hosts, or allow only methods: [GET, HEAD]"
    }

    /// Anybody can get an address at some domains.
    static func publicMail(_ pattern: String) -> String? {
        let domains: Set = [
            "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com",
            "me.com",
            "aol.com", "gmx.de", "gmx.net", "web.de", "proton.me", "protonmail.com", "mail.ru", "qq.com", "163.com",
        ]
        guard pattern.hasPrefix("*@"), domains.contains(pattern.dropFirst(2).lowercased()) else { return nil }
        return "lets everybody in the world in who has an address at \(pattern.dropFirst(2)): list the addresses"
    }

    /// How a plain secret could be masked, if its name tells.
    static func plainSecret(_ name: String) -> String? {
        let known = [
            "GH_TOKEN": ("api.github.com, github.com", "Authorization"),
            "GITHUB_TOKEN": ("api.github.com, github.com", "Authorization"),
            "GITLAB_TOKEN": ("gitlab.com", "Private-Token, Authorization"),
            "ANTHROPIC_API_KEY": ("api.anthropic.com", "x-api-key"),
            "CLAUDE_CODE_OAUTH_TOKEN": ("api.anthropic.com", "Authorization"),
            "OPENAI_API_KEY": ("api.openai.com", "Authorization"), "NPM_TOKEN": ("registry.npmjs.org", "Authorization"),
        ]
        let (scopes, headers) = known[name] ?? ("the hosts it is for", "Authorization")
        guard known[name] != nil || isSecretName(name) else { return nil }
        return
            "can be read and repeated by the agent; if it travels in a header field, masked_secrets keeps it out of the "
            + "container: \(name): {value: …, scopes: [\(scopes)], headers: [\(headers)]}"
    }

    /// A secret that stands in a repository.
    static func writtenSecret(_ name: String, _ value: String) -> String? {
        guard isSecretName(name), value.utf8.count >= 8 else { return nil }
        return "looks like a secret, for all to read who have the repository: put it into the server's configuration, "
            + "write !secret \(name) here, and have it replaced"
    }

    private static func isSecretName(_ name: String) -> Bool {
        ["_TOKEN", "_KEY", "_SECRET", "_PASSWORD"].contains { name.uppercased().hasSuffix($0) }
    }
}
