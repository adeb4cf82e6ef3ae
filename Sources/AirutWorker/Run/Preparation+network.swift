import AirutConfig
import AirutPolicy

extension Preparation {
    /// What the repository's containers may reach, as its default branch says; nothing needs to be said where nobody asks.
    func allowlist(of files: RepositoryFiles) throws -> AllowlistFile {
        if repository.network.sandboxEnabled { return try files.allowlist() }
        return policy.sandboxesBuilds && files.hasAllowlist ? try files.allowlist() : AllowlistFile()
    }

    /// The network of a task's container. Only the server's file decides whether there is a sandbox.
    func network(_ allowlist: AllowlistFile, _ environment: AgentEnvironment) throws -> AgentNetwork {
        guard repository.network.sandboxEnabled else { return .open }
        return .sandbox(policy: try policy.task(allowlist, surrogates: environment.surrogates).line())
    }
}
