import AirutModel

/// The files that a repository's last run read, for the next one; its image's builder holds the same bytes.
final class LastRepositoryFiles: Sendable {
    private let last = Locked<RepositoryFiles?>(nil)

    func keep(_ files: RepositoryFiles) { last.withLock { $0 = files } }

    func files(at commit: String, containerPath: String) -> RepositoryFiles? {
        last.withLock { $0?.commit == commit && $0?.containerPath == containerPath ? $0 : nil }
    }
}
