/// What is killed: the server, a process it started, or the server with all of them.
enum CrashVictim: String, CaseIterable, Sendable {
    case server
    case reader = "airut-reader"
    case git = "airut-git"
    case proxy = "airut-proxy"
    case podman
    case monitor = "conmon"
    case container = "airut-init"
    case agent
    case everything = "all at once"

    var includesServer: Bool { self == .server || self == .everything }

    /// Whether a run can end by it: what reads mail and what git does is simply done again.
    var includesRuns: Bool { self != .reader && self != .git }

    /// The processes that are meant; none when there is no such process now.
    func processes(of family: ServerFamily) -> [LivingProcess] {
        switch self {
        case .server: [family.server]
        case .everything: [family.server] + family.kin
        case .reader: family.descendants.filter { $0.arguments.last?.hasSuffix("/airut-reader") == true }
        case .git: family.descendants.filter { $0.arguments.last?.hasSuffix("/airut-git") == true }
        case .proxy: family.descendants.filter { $0.name == "airut-proxy" }
        case .podman: family.clients
        case .monitor: family.monitors
        case .container: family.containers
        case .agent: family.agents
        }
    }
}
