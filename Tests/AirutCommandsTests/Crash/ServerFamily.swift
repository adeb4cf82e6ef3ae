import Foundation

/// A server with every process that exists because of it, found by who started whom.
///
/// Podman's monitor leaves its parents: it is recognized by the unguessable name of a container of this server's, which
/// stands among its arguments.
struct ServerFamily: Sendable {
    let server: LivingProcess
    let descendants: [LivingProcess]
    /// `podman run`, one a container.
    let clients: [LivingProcess]
    let monitors: [LivingProcess]
    /// The first process of each container.
    let containers: [LivingProcess]
    /// What those started.
    let agents: [LivingProcess]

    /// - Parameter tasks: those whose container may exist.
    init?(of server: pid_t, tasks: [String]) {
        let all = LivingProcess.all
        guard let own = all.first(where: { $0.id == server }) else { return nil }
        let children = Dictionary(grouping: all, by: \.parent)
        func below(_ roots: [LivingProcess]) -> [LivingProcess] {
            roots.flatMap { root -> [LivingProcess] in
                let next = children[root.id] ?? []
                return next + below(next)
            }
        }
        let names = Set(tasks.map { "airut-\($0)" })
        self.server = own
        descendants = below([own]).filter { !Self.isBuild($0) }
        clients = descendants.filter { $0.name == "podman" && !names.isDisjoint(with: $0.arguments) }
        monitors = all.filter { process in
            process.name == "conmon"
                && tasks.contains { task in process.arguments.contains { $0.hasSuffix("-\(task)") } }
        }
        containers = monitors.flatMap { children[$0.id] ?? [] }.filter { $0.arguments.first == "/.airut-init" }
        agents = below(containers)
    }

    /// `podman build` is left alone, only its steps are killed: killed itself it leaves things in Podman's storage that
    /// nobody could tell from another's.
    private static func isBuild(_ process: LivingProcess) -> Bool {
        process.name == "podman" && process.arguments.contains("build")
    }

    /// All but the server itself.
    var kin: [LivingProcess] { Array(Set(descendants + monitors + containers + agents)) }

    /// Whether the client of that task's container lives.
    func hasClient(of task: String) -> Bool { clients.contains { $0.arguments.contains("airut-\(task)") } }
}
