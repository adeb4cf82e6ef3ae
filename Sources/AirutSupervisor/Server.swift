public import AirutConfig
import AirutModel
import AirutSandbox
public import AirutStore
public import AirutWorker
import CLinux
import FoundationEssentials
public import Logging
public import ServiceLifecycle

/// The running server: one worker per repository, all sharing the store, the slots and the sandbox.
public final class Server: Service {
    let workers: [(id: RepositoryID, worker: RepositoryWorker)]
    private let sandbox: Sandbox
    private let networks: NetworkSandbox
    private let podman: PodmanHost
    private let logger: Logger
    let home: ServerHome
    let startedAt: Date
    let isStopping = Locked(false)
    /// Why workers that are about to be started again ended.
    let failures = Locked<[RepositoryID: String]>([:])
    /// What the server must not forget; open as long as the server exists.
    public let store: Store

    /// Opens everything the server needs.
    ///
    /// - Throws: ``SupervisorError`` or `StoreError`: the state directory cannot be used, is used by another server, or
    ///   holds a store of a newer version.
    public init(
        _ configuration: ServerConfiguration, tools: ToolFolder, retries: RetryPolicy = RetryPolicy(), logger: Logger,
        clock: WallClock = .system
    ) throws {
        _ = airut_make_undumpable()
        home = try ServerHome(path: configuration.stateDirectory)
        self.logger = logger
        let host = PodmanHost(
            command: [configuration.container.command], runtime: configuration.container.runtime,
            allowsUnlimited: configuration.container.allowUnlimited, instance: home.instance.text)
        podman = host
        sandbox = Sandbox(host: host, initPath: tools.program("airut-init"))
        networks = NetworkSandbox(host: host, tools: .standard(in: tools.path), folder: home.directory.networks)
        var helpers = tools
        helpers.scratchPath = home.directory.scratch
        store = try Store(path: home.directory.database, reserveBytes: Self.storeReserveBytes(home.directory))
        let shared = RepositoryWorker.Shared(
            server: configuration, state: home.directory, store: store,
            slots: SlotAllocator(slots: configuration.execution.maxConcurrent), sandbox: sandbox,
            networks: networks, podman: host, tools: helpers,
            claude: ClaudeReleases(configuration.claude, state: home.directory, logger: logger), retries: retries,
            clock: clock)
        startedAt = Date()
        workers = configuration.repositories.map { repository in
            var logger = logger
            logger[metadataKey: "repository"] = "\(repository.id)"
            return (repository.id, RepositoryWorker(repository, shared, logger: logger))
        }
    }

    private static func storeReserveBytes(_ directory: StateDirectory) -> Int {
        DiskSpace(at: directory.path)?.share(percent: 1, atMost: 64 << 20) ?? 0
    }

    public func run() async throws {
        tellFormerName()
        await sweep()
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.control() }
                await withDiscardingTaskGroup { group in
                    for (id, worker) in self.workers { group.addTask { await self.keepRunning(worker, id) } }
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.isStopping.withLock { $0 = true }
        }
    }

    /// Answers `airut status` and the like until the last worker has ended. Without that the work goes on all the same.
    private func control() async {
        do {
            let listener = try ControlListener(directory: home.directory.path)
            await ControlService(listener: listener) { await self.answer($0) }.run()
        } catch {
            logger.error("airut status will not work", metadata: ["reason": "\(error)"])
        }
    }

    /// Keeps a process of that program that cleans up after us should we be killed; until cancelled.
    public func runGuard(_ program: String, _ arguments: [String]) async {
        await LeftoverGuard(host: podman).run(program, arguments)
    }

    /// What ran under another name belongs to another server, if that exists still.
    private func tellFormerName() {
        guard let former = home.instance.former else { return }
        logger.warning(
            """
            this state directory was copied or restored: containers and images of the server it comes from are left alone; \
            if that is gone, remove what has its label
            """, metadata: ["label": "airut.instance=\(former)"])
    }

    /// What a killed server left running. Without Podman there is nothing, and each task will say what is missing.
    private func sweep() async {
        defer { networks.sweep() }
        do {
            var begun: [TaskID] = []
            for (id, _) in workers { begun += try await store.runningTasks(id).map(\.task.id) }
            let names = try await sandbox.sweep(begun: begun)
            if !names.isEmpty {
                logger.notice("removed leftover containers", metadata: ["names": "\(names.joined(separator: " "))"])
            }
        } catch {
            logger.error("leftover containers could not be looked for", metadata: ["reason": "\(error)"])
        }
    }

    /// A worker that fails is started again; it never takes another with it.
    private func keepRunning(_ worker: RepositoryWorker, _ id: RepositoryID) async {
        var backOff = BackOff(from: .seconds(1), to: .seconds(60))
        let clock = ContinuousClock()
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            let start = clock.now
            do {
                return try await worker.run()
            } catch {
                if clock.now - start > .seconds(300) { backOff.reset() }
                let delay = backOff.delay()
                failures.withLock { $0[id] = "\(error)" }
                logger.error(
                    "a worker failed; starting it again",
                    metadata: ["repository": "\(id)", "reason": "\(error)", "in": "\(delay)"])
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
                failures.withLock { $0[id] = nil }
            }
        }
    }
}
