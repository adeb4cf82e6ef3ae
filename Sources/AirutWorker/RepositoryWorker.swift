public import AirutConfig
import AirutMail
import AirutModel
public import AirutSandbox
public import AirutStore
import FoundationEssentials
import Logging
public import ServiceLifecycle

/// One repository's life: its mailbox watched, its messages decided, its tasks run, its replies sent.
///
/// On graceful shutdown nothing new is begun, running agents end by themselves and their replies are sent; until then mail
/// is taken, because it may say to stop one. When cancelled, containers are stopped and the store keeps what the next
/// start needs.
public struct RepositoryWorker: Service {
    let repository: RepositoryID
    let settings: LiveSettings
    let store: Store
    let inbox: InboxWatcher
    let intake: @Sendable () -> Intake
    let queue: TaskQueue
    let spool: OutgoingSpool
    let running: RunningTasks
    let writer: MailWriter
    let cleanUp: @Sendable () -> CleanUp
    let images: ImageBuilder
    let loops: WorkerLoops
    let logger: Logger
    /// Finished when no mail is to be taken any more.
    let taking = Wakeup()

    /// What every worker of a server shares.
    public struct Shared: Sendable {
        public var server: ServerConfiguration
        public let state: StateDirectory
        public let store: Store
        public let slots: SlotAllocator
        public let sandbox: Sandbox
        public let networks: NetworkSandbox
        public let podman: PodmanHost
        public let tools: ToolFolder
        public let claude: ClaudeReleases
        public let retries: RetryPolicy
        public let clock: WallClock

        public init(
            server: ServerConfiguration, state: StateDirectory, store: Store, slots: SlotAllocator, sandbox: Sandbox,
            networks: NetworkSandbox, podman: PodmanHost, tools: ToolFolder, claude: ClaudeReleases,
            retries: RetryPolicy = RetryPolicy(),
            clock: WallClock = .system
        ) {
            self.server = server
            self.state = state
            self.store = store
            self.slots = slots
            self.sandbox = sandbox
            self.networks = networks
            self.podman = podman
            self.tools = tools
            self.claude = claude
            self.retries = retries
            self.clock = clock
        }
    }

    /// Whether the mailbox is being watched at present. To be asked from anywhere, at any time.
    public var health: InboxHealth { inbox.health.present }

    public func run() async throws {
        try await recover()
        await withTaskGroup(of: Void.self) { builds in
            builds.addTask { await images.run() }
            await work()
            builds.cancelAll()
        }
    }

    private func work() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await spool.run() }
            group.addTask { await loops.cleanUp.run { try await cleanUp().pass() } }
            group.addTask {
                await receivingMail { await queue.run() }
                // Nobody composes anything any more; what cannot be sent now is sent after the next start.
                loops.outgoing.finish()
            }
        }
    }

    /// Takes mail and decides about it while `body` runs.
    private func receivingMail(_ body: () async -> Void) async {
        await withDiscardingTaskGroup { deciding in
            deciding.addTask { await loops.intake.run(drains: true) { try await intake().pass() } }
            await withDiscardingTaskGroup { watching in
                watching.addTask { await takeMail() }
                await body()
                watching.cancelAll()
            }
            loops.intake.finish()
        }
    }

    /// Until it is cancelled, or told to take no more.
    private func takeMail() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await inbox.run() }
            group.addTask { while !Task.isCancelled, !taking.isFinished { await taking.wait() } }
            await group.next()
            group.cancelAll()
        }
    }

    /// What a previous server had to leave goes back to the queue, which also reports what had begun.
    private func recover() async throws {
        let (requeued, interrupted) = try await store.recover(repository)
        guard requeued + interrupted > 0 else { return }
        logger.notice(
            "sorted out what the last server left",
            metadata: ["requeued": "\(requeued)", "interrupted": "\(interrupted)"])
    }
}
