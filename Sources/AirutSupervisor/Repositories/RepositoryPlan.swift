import AirutConfig
import AirutModel
import AirutWorker
import FoundationEssentials

/// What a repository's worker was made for, and what is wanted now. Decides what its keeper does about the difference.
struct RepositoryPlan: Sendable {
    /// What a worker is made of.
    struct Settings: Sendable {
        let repository: RepositorySettings
        let shared: RepositoryWorker.Shared

        /// The same, but acting on the mail of those whom other settings name.
        fileprivate func authorized(as other: Settings) -> Settings {
            var repository = repository
            repository.email.auth = other.repository.email.auth
            return Settings(repository: repository, shared: shared)
        }
    }

    /// What is to be done with the present worker.
    enum Step: Hashable, Sendable {
        case serve
        case restartWhenIdle
        case restartNow
        /// Carry through what was taken, then end.
        case drain
    }

    private(set) var present: Settings
    private(set) var wanted: Settings
    /// Settings that only a new worker takes over.
    private(set) var pending: [SettingChange] = []
    /// Since when a restart is wanted.
    private(set) var pendingSince: Date?
    private(set) var isRemoved = false
    private var isUrgent = false
    /// The present worker has stopped to take mail.
    private var isDraining = false

    init(_ settings: Settings) { (present, wanted) = (settings, settings) }

    var step: Step {
        if isRemoved { return .drain }
        guard pendingSince != nil else { return .serve }
        return isUrgent ? .restartNow : .restartWhenIdle
    }

    /// Whose mail is acted on holds at once, also when everything else waits for a restart.
    ///
    /// - Returns: whether the present worker can take all of the settings over as it is.
    mutating func want(_ settings: Settings, at now: Date) -> Bool {
        wanted = settings
        isRemoved = false
        let id = settings.repository.id
        pending = present.shared.server.changes(to: settings.shared.server, concerning: id)
            .filter { $0.scope == .repository }
        guard pending.isEmpty, !isDraining else {
            pendingSince = pendingSince ?? now
            present = present.authorized(as: settings)
            return false
        }
        present = settings
        pendingSince = nil
        isUrgent = false
        return true
    }

    /// Whether a change of the repository's own settings is in force, although a restart is still to come.
    func hasTakenOver(_ change: SettingChange) -> Bool {
        pendingSince == nil || change.path.dropFirst(2).starts(with: ["email", "auth"])
    }

    mutating func remove() {
        isRemoved = true
        isDraining = true
    }

    /// - Returns: whether there is a restart to hurry.
    mutating func hurry() -> Bool {
        guard step == .restartWhenIdle else { return false }
        isUrgent = true
        return true
    }

    /// A worker of what is wanted takes the present one's place; of a removed repository it only carries things through.
    mutating func renew() -> Settings {
        present = wanted
        pending = []
        pendingSince = nil
        isUrgent = false
        isDraining = isRemoved
        return present
    }
}
