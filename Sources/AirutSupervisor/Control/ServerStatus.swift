public import AirutWorker
public import FoundationEssentials

/// How a running server is doing: the answer to `airut status`.
public struct ServerStatus: Codable, Sendable, Hashable {
    public let processID: Int32
    public let startedAt: Date
    /// It was told to stop: nothing new is begun.
    public let isStopping: Bool
    public let stateDirectory: String
    /// On the state directory's disk.
    public let freeBytes: Int?
    public let configuration: ConfigurationStatus
    public let repositories: [RepositoryStatus]
    /// What needs somebody's attention, each a sentence; empty when all is well.
    public let problems: [String]
}
