public import AirutConfig
import AirutForge
import AirutMail
import AirutSandbox

/// Everything that can be tried out about a configuration without changing anything anywhere.
public struct Probes: Sendable {
    private let configuration: ServerConfiguration
    private let tools: ToolFolder

    public init(_ configuration: ServerConfiguration, tools: ToolFolder) {
        self.configuration = configuration
        self.tools = tools
    }

    /// In the order in which they are to be shown; independent of each other.
    public var all: [Probe] {
        let container = configuration.container
        let host = PodmanHost(
            command: [container.command], runtime: container.runtime, allowsUnlimited: container.allowUnlimited,
            instance: "check")
        return [Probe("podman") { try await PodmanProbe(host: host).run() }]
            + configuration.repositories.flatMap(probes)
    }

    private func probes(of repository: RepositorySettings) -> [Probe] {
        let id = repository.id
        let git = GitChild(tools: tools, url: repository.repoURL, settings: repository.git)
        return [
            Probe("\(id): mailbox") {
                try await MailboxProbe(email: repository.email, reader: ReaderChild(tools: tools)).run()
            },
            Probe("\(id): sending") { try await SubmissionProbe(email: repository.email).run() },
            Probe("\(id): DMARC") { try await DMARCProbe(email: repository.email).run() },
            Probe("\(id): git", limit: .seconds(60)) {
                try await GitProbe(git: git, publish: repository.publish).run()
            },
            Probe("\(id): agent's credential") { try await CredentialProbe(repository: repository).run() },
        ]
            + (GitHubForge(repository.publish).map { forge in
                [Probe("\(id): forge") { try await ForgeProbe(forge: forge).run() }]
            } ?? [])
    }

    /// Those that mail each repository's own mailbox a message. No server may run meanwhile: it would take it.
    public var mailing: [Probe] {
        configuration.repositories.map { repository in
            Probe("\(repository.id): forged verdict", limit: .seconds(120)) {
                try await ForgedVerdictProbe(email: repository.email, reader: ReaderChild(tools: tools)).run()
            }
        }
    }
}
