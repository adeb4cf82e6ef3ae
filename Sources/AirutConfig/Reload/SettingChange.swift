public import AirutModel

/// A setting that amounts to something else than before.
public struct SettingChange: Hashable, Sendable, CustomStringConvertible {
    /// The keys that lead to it: `repos`, `web`, `email`, `imap`, `port`.
    public let path: [String]
    public let scope: ReloadScope

    /// As people write it.
    public var description: String { path.joined(separator: ".") }

    /// Whether a repository has to do with it: one of its own, or one that all share.
    public func concerns(_ repository: RepositoryID) -> Bool {
        path.first != "repos" || path.dropFirst().first == repository.description
    }
}
