/// What a container sees of the network.
public enum ContainerNetwork: Hashable, Sendable {
    /// Only its own loopback interface.
    case none
    /// Podman's default: everything the host reaches.
    case podmanDefault
    /// The host's own, its loopback interface included.
    case host
    /// A network namespace that exists already, for example `/proc/4711/ns/net`.
    case namespace(path: String)

    var options: [String] {
        switch self {
        case .none: ["--network", "none"]
        case .podmanDefault: []
        case .host: ["--network", "host"]
        case .namespace(let path): ["--network", "ns:\(path)"]
        }
    }
}
