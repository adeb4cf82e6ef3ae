import AirutConfig
import AirutModel

/// Whether the agent has something to log in with.
struct CredentialProbe {
    let repository: RepositorySettings

    private static let names = ["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN", "ANTHROPIC_AUTH_TOKEN"]
    /// What `airut init` writes.
    private static let placeholder = "replace-me"

    func run() -> [ProbeFinding] {
        for name in Self.names {
            let masked = repository.maskedSecrets[name]?.value
            guard let secret = masked ?? repository.secrets[name] else { continue }
            if secret.reveal() == Self.placeholder {
                return [.error("\(name) still has the value that the template was written with")]
            }
            return masked != nil
                ? [.ok("\(name) is in masked_secrets")]
                : [.warning("\(name) is in secrets, where the agent can read it: move it to masked_secrets")]
        }
        return [.warning("none of \(Self.names.joined(separator: ", ")) is in masked_secrets or secrets")]
    }
}
