public import AirutModel
public import FoundationEssentials

/// Which configuration a server runs with, and what became of later ones.
public struct ConfigurationStatus: Codable, Sendable, Hashable {
    /// A file that cannot be used, so that the server goes on with what it had.
    public struct Failure: Codable, Sendable, Hashable {
        public let at: Date
        /// As `airut check` writes them.
        public let problems: [String]
    }

    /// A repository whose worker is to be restarted, once no task of it runs.
    public struct Waiting: Codable, Sendable, Hashable {
        public let repository: RepositoryID
        public let since: Date
        /// The settings that want it.
        public let settings: [String]
    }

    /// `nil`: it did not come from a file, so there is nothing to read again.
    public let file: String?
    /// When the configuration in force was read.
    public let loadedAt: Date
    /// How often the file was read since the server's start, which is not counted.
    public let reloads: Int
    /// What the last reading found, if that was not usable.
    public let failure: Failure?
    public let waiting: [Waiting]
    /// Removed repositories that still have something to carry through.
    public let draining: [RepositoryID]
    /// Settings that were changed and are read at the next start only.
    public let atNextStart: [String]
}
