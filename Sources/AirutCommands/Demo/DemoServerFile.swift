import AirutModel
import AirutTestMail
import FoundationEssentials

/// The server's configuration for the demonstration: an ordinary file, read in the ordinary way.
struct DemoServerFile {
    let folder: DemoFolder
    let mail: TestMailServer
    let forgeURL: String
    var name = "fruits"
    var address = DemoAddresses.airut
    /// `nil`: the scripted agent.
    var claude: DemoClaude?

    var text: String {
        """
        config_version: 5
        state_directory: \(folder.state)
        execution:
          max_concurrent: 2
          shutdown_timeout: 20
        container:
          allow_unlimited: true\(runtime)
        \(claude?.network ?? "")repos:

        """ + repository
    }

    /// The entry below `repos`.
    var repository: String {
        """
          \(name):
            repo_url: \(folder.remote)
            claude_version: \(claude?.version ?? folder.agent)
        \(mail.emailSettings(of: address, senders: [DemoAddresses.alice]))\
        \(claude == nil ? "" : DemoClaude.maskedSecret)\
            publish:
              mode: pull_request
              repository: demo/\(name)
              api_url: \(forgeURL)
              token: !env FORGE_TOKEN

        """
    }

    static let forgeToken = "demo-forge-token"
    static var environment: String {
        "MAIL_PASSWORD=\(DemoAddresses.password(of: DemoAddresses.airut).reveal())\nFORGE_TOKEN=\(forgeToken)\n"
    }

    /// On machines with both generations of cgroups, Podman's default runtime refuses to run.
    private var runtime: String {
        let isHybrid =
            FileManager.default.fileExists(atPath: "/sys/fs/cgroup/unified")
            || FileManager.default.fileExists(atPath: "/sys/fs/cgroup/memory")
        return isHybrid ? "\n  runtime: runc" : ""
    }
}
