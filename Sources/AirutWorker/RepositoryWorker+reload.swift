public import AirutConfig
import AirutStore

// What a keeper of workers does to one whose settings change.
extension RepositoryWorker {
    /// What begins from now on goes by these settings: tasks, decisions about mail, clean-up. The mailbox, the mail server
    /// and the containers' host are those of the worker's beginning.
    public func apply(_ repository: RepositorySettings, of server: ServerConfiguration) {
        settings.replace(by: LiveSettings.Value(repository: repository, server: server))
        loops.cleanUp.wakeup.signal()
    }

    /// Begins no further task, or begins them again. Mail is taken and decided about all the same.
    public func hold(_ isHeld: Bool) {
        if queue.hold.set(isHeld) { loops.queue.wakeup.signal() }
    }

    /// Whether no task is being prepared, runs, or is being answered. A task that waits for a slot has not begun.
    public var isIdle: Bool {
        get async throws { try await store.runningTasks(repository).isEmpty }
    }

    /// Takes no further mail out of the mailbox; what was taken is carried through.
    public func stopTaking() { taking.finish() }

    /// Whether everything that was taken is answered, and every answer sent or given up.
    public var isDrained: Bool {
        get async throws {
            let overview = try await store.overview(repository, limit: 1)
            return overview.tasks.isEmpty && overview.undecided == 0 && overview.pending == 0
        }
    }
}
