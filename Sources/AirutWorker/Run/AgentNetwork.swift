import AirutModel
import AirutSandbox

/// The network that an agent's container gets.
enum AgentNetwork: Sendable {
    /// What the host reaches: only where the server's configuration switches the sandbox off.
    case open
    /// Nothing but a proxy of its own.
    ///
    /// - Parameter policy: what the proxy is told, in one line.
    case sandbox(policy: Secret)

    /// Has the network for as long as `body` runs.
    ///
    /// - Parameters:
    ///   - hostname: the container's.
    ///   - onVerdict: takes each line of the proxy's log.
    func with<Value: Sendable>(
        _ networks: NetworkSandbox, hostname: String, onVerdict: @escaping @Sendable ([UInt8]) async -> Void,
        _ body: @escaping @Sendable (ContainerNetwork) async throws -> Value
    ) async throws -> Value {
        switch self {
        case .open: try await body(.podmanDefault)
        case .sandbox(let policy):
            try await networks.with(
                policy: [UInt8](policy.reveal().utf8), hostname: hostname, onVerdict: onVerdict
            ) { network in try await body(.sandbox(network)) }
        }
    }
}
