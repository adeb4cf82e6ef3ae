import AirutConfig
import AirutModel
import FoundationEssentials
import Logging

/// Reads the configuration file again, and has what changed applied. One reading at a time, on a thread of its own.
///
/// A file with mistakes changes nothing.
actor Reloader {
    private let executor = BlockingExecutor(label: "airut.reload")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let file: ConfigurationFile?
    private let fleet: Fleet
    private let secrets: KnownSecrets
    private let logger: Logger
    /// The one the server was started with.
    private let first: ServerConfiguration
    private nonisolated let patience: Locked<Duration>
    private var present: ServerConfiguration
    private var loadedAt = Date()
    private var reloads = 0
    private var failure: ConfigurationStatus.Failure?

    init(
        _ configuration: ServerConfiguration, file: ConfigurationFile?, fleet: Fleet, secrets: KnownSecrets,
        logger: Logger
    ) {
        first = configuration
        present = configuration
        patience = Locked(configuration.execution.shutdownTimeout)
        self.file = file
        self.fleet = fleet
        self.secrets = secrets
        self.logger = logger
    }

    /// How long a stopping server waits for agents, as the configuration in force says.
    nonisolated var shutdownTimeout: Duration { patience.withLock(\.self) }

    /// - Parameter now: whether workers that are to be restarted interrupt their agents instead of waiting for them.
    func reload(now: Bool) -> ReloadOutcome {
        guard let file else { return .refused("This server's configuration did not come from a file.") }
        reloads += 1
        let loaded = file.load()
        // Also a `.env` that cannot be read: what it says would be taken for unset.
        guard let configuration = loaded.value, loaded.errors.isEmpty else {
            return reject(loaded.errors.map(\.description))
        }
        if failure != nil { logger.notice("the configuration can be used again") }
        failure = nil
        let changes = present.changes(to: configuration)
        guard !changes.isEmpty || now else { return .applied(["Nothing has changed."] + waiting) }
        for warning in loaded.warnings where !changes.isEmpty { logger.warning("\(warning)") }
        secrets.add(configuration.allSecrets)
        return apply(configuration, changes, now: now)
    }

    private func reject(_ problems: [String]) -> ReloadOutcome {
        if failure?.problems != problems {
            logger.error(
                "the changed configuration cannot be used; going on with what was in force",
                metadata: ["problems": "\(problems.prefix(10).joined(separator: "; "))"])
        }
        failure = ConfigurationStatus.Failure(at: Date(), problems: problems)
        return .broken(problems)
    }

    private func apply(
        _ configuration: ServerConfiguration, _ changes: [SettingChange], now: Bool
    ) -> ReloadOutcome {
        present = configuration
        loadedAt = Date()
        patience.withLock { $0 = configuration.execution.shutdownTimeout }
        let came = changes.isEmpty ? [] : fleet.apply(configuration)
        let hurried = now ? fleet.keepers.filter { $0.hurry() }.map(\.id) : []
        let report = ReloadReport(changes: changes, came: came, keepers: fleet.keepers, hurried: Set(hurried))
        for sentence in report.sentences { logger.notice("configuration: \(sentence)") }
        return .applied(report.sentences)
    }

    /// What earlier changes still wait for.
    private var waiting: [String] {
        let report = ReloadReport(changes: [], came: [], keepers: fleet.keepers, hurried: [])
        return report.sentences.filter { $0 != "Nothing has changed." }
    }

    var status: ConfigurationStatus {
        let plans = fleet.keepers.map { (id: $0.id, plan: $0.plan) }
        return ConfigurationStatus(
            file: file?.path, loadedAt: loadedAt, reloads: reloads, failure: failure,
            waiting: plans.compactMap { id, plan in
                guard !plan.isRemoved, let since = plan.pendingSince else { return nil }
                return .init(repository: id, since: since, settings: plan.pending.map(\.description))
            },
            draining: plans.filter(\.plan.isRemoved).map(\.id),
            atNextStart: first.changes(to: present).filter { $0.scope == .start }.map(\.description))
    }
}
