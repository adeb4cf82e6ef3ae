/// What a changed setting makes a running server do.
public enum ReloadScope: String, Sendable, CaseIterable {
    /// Nothing: the next task uses the new value.
    case task
    /// Restart the repository's worker.
    case repository
    /// Set up anew what all repositories share.
    case server
}
