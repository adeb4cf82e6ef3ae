import AirutModel
import ArgumentParser
import FoundationEssentials

/// `airut demo --claude` and what may stand beside it.
struct DemoClaudeOptions: ParsableArguments {
    @Flag(
        help: """
            Let the real Claude Code do the work. It costs money: some cents, charged to the owner of the key in \
            ANTHROPIC_API_KEY.
            """)
    var claude = false

    @Option(help: "What runs then: latest, stable, a version, or the absolute path of an executable.")
    var claudeVersion: String?

    @Option(help: "Where api.anthropic.com is reached, for a gateway (network.static_hosts): ADDRESS:PORT.")
    var anthropicAddress: String?

    @Option(help: "PEM file of certificate authorities to trust besides the system's (network.ca_file).")
    var anthropicCa: String?

    func validate() throws {
        guard !claude, claudeVersion ?? anthropicAddress ?? anthropicCa != nil else { return }
        throw ValidationError("--claude-version, --anthropic-address and --anthropic-ca go with --claude.")
    }

    /// - Returns: `nil` for the scripted agent.
    func agent() throws -> DemoClaude? {
        guard claude else { return nil }
        guard let key = Self.key else {
            throw DemoError(
                action: "run the real Claude Code",
                reason:
                    "ANTHROPIC_API_KEY is not set; it takes an API key of platform.claude.com, whose owner is charged")
        }
        return DemoClaude(
            key: key, version: claudeVersion ?? "latest", address: anthropicAddress, authorities: anthropicCa)
    }

    /// The key alone starts nothing: nobody is charged who did not ask for it.
    static var key: Secret? {
        let text = ProcessInfo.processInfo.environment[DemoClaude.variable] ?? ""
        return text.isEmpty ? nil : Secret(text)
    }
}
