import AirutConfig
import AirutModel
import AirutWorker
import Logging

/// The keepers of all repositories. A new configuration goes to them.
final class Fleet: Sendable {
    private struct State {
        var shared: RepositoryWorker.Shared
        /// In the configuration's order; removed ones, as long as there is something to carry through, at the end.
        var keepers: [RepositoryKeeper] = []
    }

    private let parts: ServerParts
    private let state: Locked<State>
    private let arriving: AsyncStream<RepositoryKeeper>
    private let arrivals: AsyncStream<RepositoryKeeper>.Continuation

    init(_ configuration: ServerConfiguration, _ parts: ServerParts) {
        self.parts = parts
        (arriving, arrivals) = AsyncStream.makeStream()
        state = Locked(State(shared: parts.shared(configuration)))
        _ = apply(configuration)
    }

    var keepers: [RepositoryKeeper] { state.withLock(\.keepers) }
    /// What those share that begin now.
    var shared: RepositoryWorker.Shared { state.withLock(\.shared) }

    /// Serves until the task is cancelled, or has ended gracefully after ``finish()``.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await keeper in arriving {
                group.addTask {
                    await keeper.run()
                    self.forget(keeper)
                }
            }
        }
    }

    /// No repository comes any more.
    func finish() { arrivals.finish() }

    /// Has the repositories of a configuration served, and no others.
    ///
    /// - Returns: the repositories that came.
    func apply(_ configuration: ServerConfiguration) -> [RepositoryID] {
        parts.slots.resize(to: configuration.execution.maxConcurrent)
        return state.withLock { state in
            state.shared = parts.shared(configuration, after: state.shared)
            var former = Dictionary(state.keepers.map { ($0.id, $0) }) { first, _ in first }
            var new: [RepositoryID] = []
            var kept: [RepositoryKeeper] = []
            for repository in configuration.repositories {
                let settings = RepositoryPlan.Settings(repository: repository, shared: state.shared)
                if let keeper = former.removeValue(forKey: repository.id), keeper.want(settings) {
                    kept.append(keeper)
                } else {
                    let keeper = RepositoryKeeper(settings, logger: parts.logger)
                    kept.append(keeper)
                    new.append(repository.id)
                    arrivals.yield(keeper)
                }
            }
            let gone = former.values.sorted { $0.id.description < $1.id.description }
            for keeper in gone { keeper.remove() }
            state.keepers = kept + gone
            return new
        }
    }

    private func forget(_ keeper: RepositoryKeeper) {
        let isRemoved = keeper.plan.isRemoved
        state.withLock { state in
            if isRemoved { state.keepers.removeAll { $0 === keeper } }
        }
        if isRemoved { parts.logger.notice("a removed repository has ended", metadata: ["repository": "\(keeper.id)"]) }
    }
}
