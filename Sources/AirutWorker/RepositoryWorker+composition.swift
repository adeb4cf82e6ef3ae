public import AirutConfig
import AirutMail
import AirutModel
import FoundationEssentials
public import Logging

extension RepositoryWorker {
    /// Puts the stages of one repository together.
    public init(_ repository: RepositorySettings, _ shared: Shared, logger: Logger) {
        let settings = LiveSettings(LiveSettings.Value(repository: repository, server: shared.server))
        let parts = WorkerParts(settings, shared, logger: logger)
        let loops = parts.loops
        self.repository = repository.id
        self.settings = settings
        store = shared.store
        self.loops = loops
        images = parts.images
        running = parts.running
        writer = MailWriter(repository: repository, clock: shared.clock)
        self.logger = logger
        inbox = InboxWatcher(
            repository: repository, account: IMAPAccount(repository.email), store: shared.store,
            disk: parts.disk, times: InboxTimes(), arrived: loops.intake.wakeup, logger: logger)
        intake = { parts.intake(settings.present) }
        spool = OutgoingSpool(
            repository: repository, store: shared.store, client: SMTPClient(account: SMTPAccount(repository.email)),
            sandbox: shared.sandbox, clock: shared.clock, logger: logger, loop: loops.outgoing)
        let ages = AgeClock(file: shared.state.ages(of: repository.id), clock: shared.clock)
        let named = Locked<Set<String>>([])
        cleanUp = {
            CleanUp(
                repository: repository.id, state: shared.state, store: shared.store, sandbox: shared.sandbox,
                images: parts.images, maximumAge: settings.present.maximumAge, ages: ages, named: named,
                logger: logger, renewMirror: { try await parts.renewMirror(settings.present.repository) },
                firstImageDate: parts.firstImageDate)
        }
        queue = TaskQueue(
            repository: repository.id, store: shared.store, slots: shared.slots, mirrorTurns: parts.mirrorTurns,
            running: parts.running, runner: { parts.runner(settings.present) }, diskShortage: parts.diskShortage,
            makeRoom: parts.makeRoom, clock: shared.clock, logger: logger, loop: loops.queue)
    }
}
