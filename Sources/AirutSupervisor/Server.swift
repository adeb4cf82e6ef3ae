public import AirutConfig
import AirutModel
import AirutSandbox
public import AirutStore
public import AirutWorker
import CLinux
public import Logging
public import ServiceLifecycle

/// The running server: one worker per repository, all sharing the store, the slots and the sandbox.
public final class Server: Service {
    private let workers: [(id: RepositoryID, worker: RepositoryWorker)]
    private let sandbox: Sandbox
    private let logger: Logger
    private let home: ServerHome
    /// What the server must not forget; open as long as the server exists.
    public let store: Store

    /// Opens everything the server needs.
    ///
    /// - Throws: ``SupervisorError`` or `StoreError`: the state directory cannot be used, is used by another server, or
    ///   holds a store of a newer version.
    public init(_ configuration: ServerConfiguration, tools: ToolFolder, logger: Logger) throws {
        _ = airut_make_undumpable()
        home = try ServerHome(path: configuration.stateDirectory)
        self.logger = logger
        let host = PodmanHost(
            command: [configuration.container.command], runtime: configuration.container.runtime,
            allowsUnlimited: configuration.container.allowUnlimited, instance: home.instance)
        sandbox = Sandbox(host: host, initPath: tools.program("airut-init"))
        store = try Store(path: home.directory.database)
        let shared = RepositoryWorker.Shared(
            server: configuration, state: home.directory, store: store,
            slots: SlotAllocator(slots: configuration.execution.maxConcurrent), sandbox: sandbox, podman: host,
            tools: tools)
        workers = configuration.repositories.map { repository in
            var logger = logger
            logger[metadataKey: "repository"] = "\(repository.id)"
            return (repository.id, RepositoryWorker(repository, shared, logger: logger))
        }
    }

    public func run() async throws {
        await sweep()
        await withDiscardingTaskGroup { group in
            for (id, worker) in workers { group.addTask { await self.keepRunning(worker, id) } }
        }
    }

    /// What a killed server left running. Without Podman there is nothing, and each task will say what is missing.
    private func sweep() async {
        do {
            let names = try await sandbox.sweep()
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
                logger.error(
                    "a worker failed; starting it again",
                    metadata: ["repository": "\(id)", "reason": "\(error)", "in": "\(delay)"])
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
            }
        }
    }
}
