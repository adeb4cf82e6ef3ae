import AirutConfig
import AirutModel
import AirutSandbox
import AirutStore
import AirutWorker
import Logging

/// What a server has as long as it runs, and how the rest of what its workers share is made from a configuration.
struct ServerParts: Sendable {
    let state: StateDirectory
    let store: Store
    let slots: SlotAllocator
    let tools: ToolFolder
    /// With the names this server gives to what it starts; the configuration says the rest.
    let podman: PodmanHost
    let retries: RetryPolicy
    let clock: WallClock
    let logger: Logger

    /// - Parameter previous: what of it need not be made anew is taken over.
    func shared(_ server: ServerConfiguration, after previous: RepositoryWorker.Shared? = nil)
        -> RepositoryWorker.Shared
    {
        let changed = Set(previous?.server.sharedChanges(to: server).compactMap(\.path.first) ?? [])
        if let previous, !changed.contains("container"), !changed.contains("claude") {
            var shared = previous
            shared.server = server
            return shared
        }
        var host = podman
        host.command = [server.container.command]
        host.runtime = server.container.runtime
        host.allowsUnlimited = server.container.allowUnlimited
        var helpers = tools
        helpers.scratchPath = state.scratch
        return RepositoryWorker.Shared(
            server: server, state: state, store: store, slots: slots,
            sandbox: Sandbox(host: host, initPath: tools.program("airut-init")),
            networks: NetworkSandbox(host: host, tools: .standard(in: tools.path), folder: state.networks),
            podman: host, tools: helpers, claude: ClaudeReleases(server.claude, state: state, logger: logger),
            retries: retries, clock: clock)
    }
}
