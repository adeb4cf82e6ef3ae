/// What a changed setting makes a running server do.
public enum ReloadScope: String, Sendable, CaseIterable {
    /// Nothing: the next task, or the next mail, uses the new value.
    case task
    /// Restart the repository's worker once no task of it runs; a setting that all repositories share, every worker.
    case repository
    /// Take the value over at once, for all repositories; nothing is restarted.
    case server
    /// Nothing before the server is started again.
    case start
}
