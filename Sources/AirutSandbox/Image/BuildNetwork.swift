/// What the commands of an image's build see of the network.
public enum BuildNetwork: Sendable {
    /// The same for each build.
    case open(ContainerNetwork)
    /// Nothing but a proxy of their own, for each build.
    case sandbox(NetworkSandbox)
}
