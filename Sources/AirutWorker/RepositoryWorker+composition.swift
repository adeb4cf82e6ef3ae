public import AirutConfig
import AirutCurl
import AirutForge
import AirutMail
import AirutModel
import AirutSandbox
import FoundationEssentials
public import Logging

extension RepositoryWorker {
    /// Puts the stages of one repository together.
    public init(_ repository: RepositorySettings, _ shared: Shared, logger: Logger) {
        let loops = WorkerLoops(clock: shared.clock, logger: logger)
        let writer = MailWriter(repository: repository, clock: shared.clock)
        let reader = ReaderChild(tools: shared.tools)
        let git = GitChild(tools: shared.tools, url: repository.repoURL, settings: repository.git)
        let reporter = Reporter(store: shared.store, writer: writer, composed: loops.outgoing.wakeup, logger: logger)
        let running = RunningTasks()
        let images = Self.imageBuilder(repository, shared)
        let disk = DiskReserve(path: shared.state.path)
        self.repository = repository.id
        self.store = shared.store
        self.loops = loops
        self.images = images
        self.running = running
        self.writer = writer
        self.logger = logger
        inbox = InboxWatcher(
            repository: repository, account: IMAPAccount(repository.email), store: shared.store,
            disk: disk, times: InboxTimes(), arrived: loops.intake.wakeup, logger: logger)
        intake = Intake(
            repository: repository, store: shared.store, reader: reader, rules: IntakeRules(repository), writer: writer,
            running: running, queued: loops.queue.wakeup,
            composed: loops.outgoing.wakeup, logger: logger)
        spool = OutgoingSpool(
            repository: repository, store: shared.store, client: SMTPClient(account: SMTPAccount(repository.email)),
            sandbox: shared.sandbox, clock: shared.clock, logger: logger, loop: loops.outgoing)
        let maximumAge = TimeInterval(86_400 * shared.server.execution.conversationMaxAgeDays)
        cleanUp = CleanUp(
            repository: repository.id, state: shared.state, store: shared.store, sandbox: shared.sandbox,
            images: images, maximumAge: .seconds(maximumAge),
            ages: AgeClock(
                file: shared.state.ages(of: repository.id), clock: shared.clock,
                longestAge: max(maximumAge, CleanUp.forgottenAge)),
            logger: logger)
        let preparation = Preparation(
            repository: repository, state: shared.state, store: shared.store, reader: reader, git: git,
            images: images, claude: shared.claude,
            policy: NetworkPolicy(
                server: shared.server.network, repository: repository,
                sandboxesBuilds: shared.server.container.buildNetwork == .sandbox))
        let diskShortage = { @Sendable [sandbox = shared.sandbox, path = shared.state.path] in
            await sandbox.diskShortage(at: [path])
        }
        let runner = TaskRunner(
            store: shared.store, preparation: preparation,
            agent: AgentStage(
                repository: repository, store: shared.store, sandbox: shared.sandbox, images: images,
                networks: shared.networks, logger: logger),
            pause: Pause(
                store: shared.store, writer: writer, composed: loops.outgoing.wakeup, policy: shared.retries,
                clock: shared.clock,
                logger: logger),
            publisher: Publisher(
                repository: repository, state: shared.state, store: shared.store, git: git,
                forge: GitHubForge(repository.publish), disk: disk, logger: logger),
            reporter: reporter, policy: shared.retries, clock: shared.clock, diskShortage: diskShortage, logger: logger)
        queue = TaskQueue(
            repository: repository.id, store: shared.store, slots: shared.slots, mirrorTurns: SlotAllocator(slots: 1),
            running: running, runner: runner, diskShortage: diskShortage, clock: shared.clock, logger: logger,
            loop: loops.queue)
    }

    private static func imageBuilder(_ repository: RepositorySettings, _ shared: Shared) -> ImageBuilder {
        let settings = shared.server.container
        var limits = ImageLimits()
        limits.time = settings.buildTimeout
        limits.memoryBytes = settings.buildMemoryBytes ?? shared.server.resourceLimits.memoryBytes
        return ImageBuilder(
            host: shared.podman, sandbox: shared.sandbox, repository: repository.id,
            initPath: shared.tools.program("airut-init"), folder: shared.state.scratch, limits: limits,
            network: BuildNetwork(settings.buildNetwork, shared.networks))
    }
}
