/// A log that a run fills, line by line: a table with `task` and `seq`. All of them are bounded together.
public enum RunLog: String, Sendable, Hashable, CaseIterable {
    /// What the agent wrote.
    case events
    /// What its network did.
    case network
    /// What the network of its image's build did, when that was built for it or before it.
    case build

    var table: String {
        switch self {
        case .events: "event"
        case .network: "network_line"
        case .build: "build_line"
        }
    }
}
