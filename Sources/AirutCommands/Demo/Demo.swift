import AirutConfig
import AirutMail
import AirutModel
import AirutStore
import AirutSupervisor
import AirutTestForge
import AirutTestMail
import AirutWorker
import FoundationEssentials
import Logging

/// The demonstration's course: set up, three mails, what became of each.
struct Demo: Sendable {
    let folder: DemoFolder
    let tools: ToolFolder
    /// `nil`: the scripted agent.
    let claude: DemoClaude?
    let keeps: Bool

    func run() async throws {
        let repository = DemoRepository(folder: folder)
        try await create(repository)
        let forge = TestForge(repository: "demo/fruits", token: Secret(DemoServerFile.forgeToken)) { branch in
            await repository.hasBranch(branch) ? branch : nil
        }
        try await withMailServer(TestMailConfiguration(accounts: DemoAddresses.accounts)) { mail in
            try await withTestForge(forge) { forge, url in
                let server = try start(DemoServerFile(folder: folder, mail: mail, forgeURL: url, claude: claude))
                try await play(
                    DemoScene(
                        mail: mail, forge: forge, repository: repository, store: server.store,
                        printer: DemoPrinter(folder: folder), claude: claude), server)
            }
        }
    }

    private func create(_ repository: DemoRepository) async throws {
        guard claude != nil else {
            try await repository.create()
            return try folder.write(Data(PackageResources.agent_sh), to: folder.agent, permissions: 0o755)
        }
        try await DemoClaudeFiles(folder: folder).copyPrograms()
        try await repository.create(changing: DemoClaudeFiles.texts)
    }

    private func start(_ file: DemoServerFile) throws -> Server {
        try folder.write(file.text, to: folder.configuration)
        try folder.write(DemoServerFile.environment, to: folder.environment, permissions: 0o600)
        let environment = claude.map { [DemoClaude.variable: $0.key.reveal()] } ?? [:]
        let loaded = ServerConfiguration.load(path: folder.configuration, environment: environment)
        guard let configuration = loaded.value else {
            let problems = loaded.problems.map(\.description).joined(separator: "\n")
            throw DemoError(action: "use the demonstration's configuration", reason: problems)
        }
        let log = try DemoLog(path: folder.log)
        let logger = Logger(label: "airut") { _ in DemoLogHandler(file: log) }
        return try Server(configuration, tools: tools, logger: logger)
    }

    /// The server runs as long as the scene lasts.
    private func play(_ scene: DemoScene, _ server: Server) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                try await scene.play()
                if keeps { try await scene.keep() }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
