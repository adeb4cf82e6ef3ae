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
        let loops = WorkerLoops(logger: logger)
        let writer = MailWriter(repository: repository)
        let reader = ReaderChild(tools: shared.tools)
        let git = GitChild(tools: shared.tools, url: repository.repoURL, settings: repository.git)
        let reporter = Reporter(store: shared.store, writer: writer, composed: loops.outgoing.wakeup, logger: logger)
        let images = Self.imageBuilder(repository, shared)
        self.repository = repository.id
        self.store = shared.store
        self.loops = loops
        self.images = images
        self.reporter = reporter
        self.logger = logger
        inbox = InboxWatcher(
            repository: repository, account: IMAPAccount(repository.email), store: shared.store,
            disk: DiskReserve(path: shared.state.path), arrived: loops.intake.wakeup, logger: logger)
        intake = Intake(
            repository: repository, store: shared.store, reader: reader, authenticator: Authenticator(repository.email),
            writer: writer, queued: loops.queue.wakeup, composed: loops.outgoing.wakeup, logger: logger)
        spool = OutgoingSpool(
            repository: repository, store: shared.store, client: SMTPClient(account: SMTPAccount(repository.email)),
            sandbox: shared.sandbox, logger: logger)
        cleanUp = CleanUp(
            repository: repository.id, state: shared.state, store: shared.store, sandbox: shared.sandbox,
            maximumAge: .seconds(86_400 * shared.server.execution.conversationMaxAgeDays), logger: logger)
        let preparation = Preparation(
            repository: repository, state: shared.state, store: shared.store, reader: reader, git: git,
            mirrorGate: SlotAllocator(slots: 1), images: images)
        let runner = TaskRunner(
            store: shared.store, preparation: preparation,
            agent: AgentStage(
                repository: repository, store: shared.store, sandbox: shared.sandbox, images: images, logger: logger),
            publisher: Publisher(
                repository: repository, state: shared.state, store: shared.store, git: git,
                forge: GitHubForge(repository.publish), logger: logger),
            reporter: reporter, logger: logger)
        queue = TaskQueue(
            repository: repository.id, store: shared.store, slots: shared.slots, runner: runner, logger: logger,
            loop: loops.queue)
    }

    private static func imageBuilder(_ repository: RepositorySettings, _ shared: Shared) -> ImageBuilder {
        let settings = shared.server.container
        var limits = ImageLimits()
        limits.time = settings.buildTimeout
        limits.memoryBytes = settings.buildMemoryBytes ?? shared.server.resourceLimits.memoryBytes
        return ImageBuilder(
            host: shared.podman, repository: repository.id, folder: shared.state.folder(of: repository.id),
            limits: limits, network: ContainerNetwork(settings.buildNetwork))
    }
}
