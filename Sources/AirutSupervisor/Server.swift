public import AirutConfig
import AirutModel
import AirutSandbox
public import AirutStore
public import AirutWorker
import CLinux
import FoundationEssentials
public import Logging
public import ServiceLifecycle

/// The running server: the repositories' workers, all sharing the store, the slots and the sandbox, and the configuration
/// that they go by.
public final class Server: Service {
    let fleet: Fleet
    let reloader: Reloader
    private let file: ConfigurationFile?
    private let logger: Logger
    let home: ServerHome
    let startedAt: Date
    let isStopping = Locked(false)
    /// What the server must not forget; open as long as the server exists.
    public let store: Store

    /// Opens everything the server needs.
    ///
    /// - Parameters:
    ///   - file: where the configuration came from, to be read again when it changes.
    ///   - secrets: gets those of later configurations.
    /// - Throws: ``SupervisorError`` or `StoreError`: the state directory cannot be used, is used by another server, or
    ///   holds a store of a newer version.
    public init(
        _ configuration: ServerConfiguration, file: ConfigurationFile? = nil, secrets: KnownSecrets = KnownSecrets(),
        tools: ToolFolder, retries: RetryPolicy = RetryPolicy(), logger: Logger, clock: WallClock = .system
    ) throws {
        _ = airut_make_undumpable()
        home = try ServerHome(path: configuration.stateDirectory)
        self.logger = logger
        self.file = file
        store = try Store(path: home.directory.database, reserveBytes: Self.storeReserveBytes(home.directory))
        startedAt = Date()
        fleet = Fleet(
            configuration,
            ServerParts(
                state: home.directory, store: store,
                slots: SlotAllocator(slots: configuration.execution.maxConcurrent), tools: tools,
                podman: Self.podman(for: home), retries: retries, clock: clock, logger: logger))
        reloader = Reloader(configuration, file: file, fleet: fleet, secrets: secrets, logger: logger)
    }

    /// What Podman has in hand when it is killed lies where the next start removes it.
    private static func podman(for home: borrowing ServerHome) -> PodmanHost {
        var environment = PodmanHost.ownEnvironment
        environment["TMPDIR"] = home.directory.scratch
        return PodmanHost(environment: environment, instance: home.instance.text)
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
                group.addTask { await self.watchStore() }
                group.addTask { await self.watchConfiguration() }
                group.addTask {
                    await self.removeFormerScratch()
                    await self.removeForgottenContainers()
                }
                await self.serve()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.isStopping.withLock { $0 = true }
            self.fleet.finish()
        }
    }

    /// Reads the configuration file again, and applies what changed.
    @discardableResult
    func reload(now: Bool) async -> ReloadOutcome {
        guard !isStopping.withLock(\.self) else { return .refused("The server is stopping.") }
        return await reloader.reload(now: now)
    }

    /// The same, for whoever cannot be answered: the log says what became of it.
    public func reload() async { await reload(now: false) }

    /// Until the last worker has ended, or a stopping server's patience.
    private func serve() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.fleet.run() }
            group.addTask {
                try? await gracefulShutdown()
                try? await Task.sleep(for: self.reloader.shutdownTimeout)
            }
            await group.next()
            group.cancelAll()
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

    /// Who waits for tasks to end looks after each change.
    private func watchStore() async {
        for await _ in store.changes(in: [.tasks, .messages, .outgoing]) {
            for keeper in fleet.keepers { keeper.look() }
        }
    }

    private func watchConfiguration() async {
        guard let file else { return }
        await ConfigurationWatcher(file: file, logger: logger) { await self.reload(now: false) }.run()
    }

    /// Keeps a process of that program that cleans up after us should we be killed; until cancelled.
    public func runGuard(_ program: String, _ arguments: [String]) async {
        await LeftoverGuard(host: fleet.shared.podman).run(program, arguments)
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

    /// What earlier servers left in their folder for temporary files, once nobody writes to it any more.
    private func removeFormerScratch() async {
        for folder in home.directory.formerScratch {
            do {
                try await fleet.shared.sandbox.removeTree(folder)
            } catch {
                guard !Task.isCancelled else { return }
                logger.error("a folder cannot be removed", metadata: ["folder": "\(folder)", "reason": "\(error)"])
            }
        }
    }

    private func removeForgottenContainers() async {
        do {
            try await fleet.shared.sandbox.removeForgotten(temporaryFolder: home.directory.scratch)
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning("leftover containers could not be looked for", metadata: ["reason": "\(error)"])
        }
    }

    /// What a killed server left running. Without Podman there is nothing, and each task will say what is missing.
    private func sweep() async {
        let shared = fleet.shared
        defer { shared.networks.sweep() }
        do {
            var begun: [TaskID] = []
            for keeper in fleet.keepers { begun += try await store.runningTasks(keeper.id).map(\.task.id) }
            let names = try await shared.sandbox.sweep(begun: begun)
            if !names.isEmpty {
                logger.notice("removed leftover containers", metadata: ["names": "\(names.joined(separator: " "))"])
            }
        } catch {
            logger.error("leftover containers could not be looked for", metadata: ["reason": "\(error)"])
        }
    }
}
