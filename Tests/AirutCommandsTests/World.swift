import AirutConfig
import AirutMail
import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestForge
import AirutTestMail
import AirutTestSupport
import AirutWorker
import Foundation
import Logging
import Testing

@testable import AirutCommands

/// Everything Airut talks to, real and on this machine: a mail server, git repositories with their forge's stand-ins, and
/// Podman with a storage of its own. The server itself is started by the tests.
struct World: Sendable {
    let folder: DemoFolder
    let mail: TestMailServer
    /// Usually one.
    let sites: [Site]
    /// Edits the demonstration's configuration for ``ServerProgram``.
    private let configuring: @Sendable (String) -> String

    var forge: TestForge { sites[0].forge }
    var repository: DemoRepository { sites[0].repository }
    var podman: String { folder.path + "/podman" }
    /// Where programs of ``ServerProgram`` find room for what is temporary.
    var temporaryFolder: String { folder.path + "/tmp" }

    /// - Parameters:
    ///   - agent: the script that stands for Claude Code; the demonstration's unless given.
    ///   - files: further files of the repository, or others' content; `nil` takes one away.
    ///   - blobs: further files that are no text.
    ///   - repositories: how many.
    static func with(
        agent: String? = nil, files: [String: String?] = [:], blobs: [String: Data] = [:],
        maximumMessageBytes: Int = 50 << 20,
        repositories: Int = 1, configuring: @escaping @Sendable (String) -> String = { $0 },
        fault: @escaping @Sendable (TestMailLine) -> TestMailFault? = { _ in nil },
        _ body: @Sendable (World) async throws -> Void
    ) async throws {
        try await turnstile.pass {
            let files = files.mapValues { $0.map { Data($0.utf8) } }.merging(blobs) { $1 }
            try await make(agent, files, maximumMessageBytes, repositories, configuring, fault, body)
        }
    }

    /// Each world builds an image and runs containers: more of them at once only wait for each other.
    private static let turnstile = Turnstile(4)

    private static func make(
        _ agent: String?, _ files: [String: Data?], _ maximumMessageBytes: Int, _ repositories: Int,
        _ configuring: @escaping @Sendable (String) -> String,
        _ fault: @escaping @Sendable (TestMailLine) -> TestMailFault?, _ body: @Sendable (World) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { path in
            let folder = DemoFolder(path: path)
            let script = agent.map { Data($0.utf8) } ?? Data(PackageResources.agent_sh)
            let plans = (0..<repositories).map { Site.Plan(number: $0, folder: folder) }
            let configuration = TestMailConfiguration(
                accounts: DemoAddresses.accounts + plans.dropFirst().map(\.account),
                maximumMessageBytes: maximumMessageBytes, fault: fault)
            try await withMailServer(configuration) { mail in
                try await Site.with(plans, agent: script, files: files) { sites in
                    let world = World(folder: folder, mail: mail, sites: sites, configuring: configuring)
                    try world.writePodman()
                    do {
                        try await body(world)
                    } catch {
                        try await world.removeContainers()
                        throw error
                    }
                    try await world.removeContainers()
                }
            }
        }
    }

    /// Runs a server while `body` runs; it is cancelled afterwards, as by a second signal.
    ///
    /// - Parameter change: edits the demonstration's configuration.
    func withServer(
        _ change: (String) -> String = { $0 }, tools: ToolFolder? = nil, retries: RetryPolicy = RetryPolicy(),
        clock: WallClock = .system,
        _ body: @escaping @Sendable (Server) async throws -> Void
    ) async throws {
        let text = configuration(change)
        let loaded = ServerConfiguration.parse(
            text: text, file: folder.configuration,
            environment: [
                "MAIL_PASSWORD": DemoAddresses.password(of: DemoAddresses.airut).reveal(),
                "FORGE_TOKEN": DemoServerFile.forgeToken,
            ])
        let configuration = try #require(loaded.value, "\(loaded.problems)")
        let log = try DemoLog(path: folder.log)
        let server = try Server(
            configuration, tools: tools ?? ToolFolder(path: BuiltProgram.folder), retries: retries,
            logger: Logger(label: "test") { _ in DemoLogHandler(file: log) }, clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask { try await body(server) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// The demonstration's configuration with this world's Podman.
    private func configuration(_ change: (String) -> String) -> String {
        let files = sites.map { $0.serverFile(mail: mail) }
        let text = change(files[0].text + files.dropFirst().map(\.repository).joined())
        return text.contains("  command:")
            ? text : text.replacing("container:\n", with: "container:\n  command: \(podman)\n")
    }

    /// Writes the configuration and its `.env` where the built program finds them.
    ///
    /// - Parameter variables: further lines of the `.env`.
    ///
    /// - Parameter file: its path; a running server takes over what is written to its own.
    func writeConfiguration(
        to file: String? = nil, mailPassword: String? = nil, variables: String = "",
        _ change: (String) -> String = { $0 }
    ) throws {
        try FileManager.default.createDirectory(atPath: temporaryFolder, withIntermediateDirectories: true)
        try folder.write(configuration { change(configuring($0)) }, to: file ?? folder.configuration)
        let password = DemoAddresses.password(of: DemoAddresses.airut).reveal()
        try folder.write(
            DemoServerFile.environment.replacing(password, with: mailPassword ?? password) + variables,
            to: folder.environment,
            permissions: 0o600)
    }

    /// The `/storage` of the only conversation, once its agent runs and has written its prompt there.
    func storageOfOnlyConversation() async throws -> String {
        let folder = folder.state + "/repos/fruits/conversations"
        let storage = {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return "\(folder)/\(names.first ?? "")/storage"
        }
        guard try await eventually({ FileManager.default.fileExists(atPath: storage() + "/prompt") }) else {
            throw DemoError(action: "find a running agent", reason: "none has written its prompt")
        }
        return storage()
    }

    /// Mail of Alice's that has arrived, once there are so many; a mail that was sent twice counts once, as mail
    /// programs show it.
    func inbox(of count: Int) async throws -> [MailText] {
        do {
            let mails = try await mail.messages(of: DemoAddresses.alice, within: .seconds(240)) {
                Self.distinct($0).count >= count
            }
            return Self.distinct(mails)
        } catch {
            let log = (try? String(contentsOfFile: folder.log, encoding: .utf8)) ?? "no log"
            throw DemoError(action: "get \(count) mails", reason: "\(error)\n\(log)")
        }
    }

    private static func distinct(_ messages: [StoredMessage]) -> [MailText] {
        var seen: Set<MessageID> = []
        return messages.map { MailText($0.bytes) }.filter { mail in
            mail.messageID.map { seen.insert($0).inserted } ?? true
        }
    }

    func send(_ message: DemoMail, as user: EmailAddress? = nil) async throws {
        let user = user ?? message.from
        let account = SMTPAccount(
            host: TestMailServer.host, port: mail.smtpPort, security: .plaintext,
            login: .init(username: user.description, password: DemoAddresses.password(of: user)))
        _ = try await SMTPClient(account: account).submit(message.bytes(), from: user, to: [message.to])
    }

    /// Puts a mail of Alice's into its repository's mailbox as the mail server would: without an SMTP connection.
    func receive(_ message: DemoMail) throws {
        let verdict =
            "Authentication-Results: \(mail.configuration.hostName); dmarc=pass header.from=\(message.from.domain)\r\n"
        let delivered = "Delivered-To: \(message.to)\r\n"
        let mailbox = sites.first { $0.address == message.to }?.address ?? DemoAddresses.airut
        guard mail.append(Array((delivered + verdict).utf8) + message.bytes(), to: mailbox) != nil else {
            throw DemoError(action: "put mail into the mailbox", reason: "there is none")
        }
    }

    /// A mail of Alice's to the repository.
    func task(_ text: String, subject: String = "Please", inReplyTo: MessageID? = nil) -> DemoMail {
        DemoMail(
            from: DemoAddresses.alice, to: DemoAddresses.airut, subject: subject, text: text, inReplyTo: inReplyTo)
    }

    /// Names of containers that exist in the world's storage.
    ///
    /// - Parameter builds: whether the ones that images are built in count, too.
    func containers(builds: Bool = false) async throws -> String {
        try await podman(["ps", "--all", "--format", "{{.Names}}"] + (builds ? ["--external"] : [])).text
    }

    /// A Podman whose images and containers lie in the world's folder.
    private func writePodman() throws {
        let path = folder.path
        try folder.write(
            PodmanConfiguration.storage(graph: "\(path)/graph", state: "\(path)/run"),
            to: path + "/storage.conf")
        try folder.write(
            PodmanConfiguration.engine, to: path + "/containers.conf")
        let script = """
            #!/bin/sh
            export CONTAINERS_STORAGE_CONF=\(path)/storage.conf CONTAINERS_CONF=\(path)/containers.conf
            exec podman "$@"

            """
        try folder.write(script, to: podman, permissions: 0o755)
    }

    private func removeContainers() async throws {
        try await podman(["rm", "--force", "--all", "--time", "0"], mayFail: true)
        try await waitForMonitors(of: folder.path + "/graph")
        // The storage is a mount of its own: here as root, else in the user's namespace. Every further command of
        // Podman's would mount it again.
        if geteuid() == 0 {
            // Whatever a killed Podman was trying out is mounted below it.
            try await run(["umount", "--recursive", folder.path + "/graph/overlay"], mayFail: true)
        } else {
            try await podman(["unshare", "rm", "-rf", folder.path + "/graph"], mayFail: true)
        }
    }

    /// As the server runs it: Podman finds its folder for running state through the environment.
    @discardableResult
    private func podman(_ arguments: [String], mayFail: Bool = false) async throws -> CommandResult {
        try await run([podman] + arguments, environment: ProcessInfo.processInfo.environment, mayFail: mayFail)
    }
}
