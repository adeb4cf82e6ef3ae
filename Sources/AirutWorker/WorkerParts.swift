import AirutConfig
import AirutCurl
import AirutForge
import AirutMail
import AirutModel
import AirutSandbox
import FoundationEssentials
import Logging

/// What lives as long as a repository's worker, and how the stages that live for one task or one look are made of it.
struct WorkerParts: Sendable {
    let shared: RepositoryWorker.Shared
    let loops: WorkerLoops
    let running = RunningTasks()
    let images: ImageBuilder
    let disk: DiskReserve
    let lastFiles = LastRepositoryFiles()
    /// One at a time fetches into the mirror.
    let mirrorTurns = SlotAllocator(slots: 1)
    let publishingTurns = SlotAllocator(slots: 4)
    let reader: ReaderChild
    /// Images are no hurry when a worker starts.
    let firstImageDate = Date(timeIntervalSinceNow: CleanUp.interval / 2)
    let logger: Logger

    init(_ settings: LiveSettings, _ shared: RepositoryWorker.Shared, logger: Logger) {
        self.shared = shared
        self.logger = logger
        loops = WorkerLoops(clock: shared.clock, logger: logger)
        images = Self.imageBuilder(settings, shared)
        disk = DiskReserve(path: shared.state.path)
        reader = ReaderChild(tools: shared.tools)
    }

    var diskShortage: @Sendable () async -> String? {
        { [sandbox = shared.sandbox, path = shared.state.path] in await sandbox.diskShortage(at: [path]) }
    }

    var makeRoom: @Sendable () async -> Void { { [images] in await images.tidy() } }

    /// For one look at what has arrived.
    func intake(_ settings: LiveSettings.Value) -> Intake {
        Intake(
            repository: settings.repository, store: shared.store, reader: reader,
            rules: IntakeRules(settings.repository), writer: writer(settings), running: running,
            queued: loops.queue.wakeup, composed: loops.outgoing.wakeup, logger: logger)
    }

    func renewMirror(_ repository: RepositorySettings) async throws {
        let mirror = shared.state.mirror(of: repository.id)
        guard FileManager.default.fileExists(atPath: mirror) else { return }
        let turn = try await mirrorTurns.take(of: repository.id)
        defer { turn.giveBack() }
        try await git(repository).renew(mirror: mirror)
    }

    private func git(_ repository: RepositorySettings) -> GitChild {
        GitChild(tools: shared.tools, url: repository.repoURL, settings: repository.git)
    }

    /// For one task, from its preparation to its answer.
    func runner(_ settings: LiveSettings.Value) -> TaskRunner {
        let repository = settings.repository
        let git = git(repository)
        let writer = writer(settings)
        return TaskRunner(
            store: shared.store, preparation: preparation(settings, git),
            agent: AgentStage(
                repository: repository, store: shared.store, sandbox: shared.sandbox, images: images,
                networks: shared.networks, logger: logger),
            pause: Pause(
                store: shared.store, writer: writer, composed: loops.outgoing.wakeup, policy: shared.retries,
                clock: shared.clock, logger: logger),
            publisher: Publisher(
                repository: repository, state: shared.state, store: shared.store, git: git,
                forge: GitHubForge(repository.publish), disk: disk, turns: publishingTurns, policy: shared.retries,
                logger: logger),
            reporter: Reporter(
                store: shared.store, writer: writer, composed: loops.outgoing.wakeup, logger: logger),
            policy: shared.retries, clock: shared.clock, diskShortage: diskShortage, logger: logger)
    }

    private func preparation(_ settings: LiveSettings.Value, _ git: GitChild) -> Preparation {
        Preparation(
            repository: settings.repository, state: shared.state, store: shared.store, reader: reader, git: git,
            images: images, claude: shared.claude,
            policy: NetworkPolicy(
                server: settings.server.network, repository: settings.repository,
                sandboxesBuilds: shared.server.container.buildNetwork == .sandbox),
            lastFiles: lastFiles)
    }

    private func writer(_ settings: LiveSettings.Value) -> MailWriter {
        MailWriter(repository: settings.repository, clock: shared.clock)
    }

    private static func imageBuilder(
        _ settings: LiveSettings, _ shared: RepositoryWorker.Shared
    ) -> ImageBuilder {
        ImageBuilder(
            host: shared.podman, sandbox: shared.sandbox, repository: settings.present.repository.id,
            initPath: shared.tools.program("airut-init"), folder: shared.state.scratch,
            limits: settings.present.imageLimits,
            network: BuildNetwork(shared.server.container.buildNetwork, shared.networks))
    }
}

extension LiveSettings.Value {
    fileprivate var imageLimits: ImageLimits {
        var limits = ImageLimits()
        limits.time = server.container.buildTimeout
        limits.memoryBytes = server.container.buildMemoryBytes ?? server.resourceLimits.memoryBytes
        return limits
    }
}
