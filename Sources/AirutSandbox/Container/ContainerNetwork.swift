/// What a container sees of the network.
public enum ContainerNetwork: Hashable, Sendable {
    /// Only its own loopback interface.
    case none
    /// Podman's default: everything the host reaches.
    case podmanDefault
    /// The host's own, its loopback interface included.
    case host
    /// Nothing but a proxy.
    case sandbox(TaskNetwork)

    /// For `podman run`.
    func runOptions(users: ContainerUsers) -> [String] {
        if case .sandbox(let network) = self { return network.runOptions(users: users) }
        return commonOptions
    }

    /// For `podman build`.
    var buildOptions: [String] {
        if case .sandbox(let network) = self { return network.buildOptions }
        return commonOptions
    }

    /// The namespace that was made for the container.
    var namespace: NetworkNamespace? {
        if case .sandbox(let network) = self { network.namespace } else { nil }
    }

    private var commonOptions: [String] {
        switch self {
        case .none: ["--network", "none"]
        case .host: ["--network", "host"]
        case .podmanDefault, .sandbox: []
        }
    }
}
