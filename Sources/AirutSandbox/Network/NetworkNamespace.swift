/// A network namespace that `airut-netns` made, and how a container comes into it.
struct NetworkNamespace: Hashable, Sendable, Decodable {
    /// For example `/proc/4711/ns/net`.
    let path: String
    /// The kernel's number of it, in decimal: no other namespace has had it since the machine's start.
    let cookie: String

    private enum CodingKeys: String, CodingKey {
        case path = "namespace"
        case cookie
    }

    /// Podman joins it: for what it runs without root, and for builds.
    var joinOptions: [String] { ["--network", "ns:\(path)"] }

    /// As root Podman itself stands in it, see ``entered(by:users:)``, and the container stays where Podman is.
    ///
    /// In a namespace that it joins, Podman sets its `default_sysctls` as the container's root, who does not own it: the
    /// container would not start. In what it takes for the host's own it leaves the network's variables alone.
    func runOptions(users: ContainerUsers) -> [String] { users == .rootless ? joinOptions : ["--network", "host"] }

    /// A command line of `podman run` with ``runOptions(users:)``.
    func entered(by command: ChildCommand, users: ContainerUsers) -> ChildCommand {
        guard users != .rootless else { return command }
        var entering = command
        entering.executable = "nsenter"
        entering.arguments = ["--net=\(path)", "--", command.executable] + command.arguments
        return entering
    }

    /// Options of `airut-init`: whatever Podman did, nothing runs in another network.
    var initOptions: [String] { ["--network", cookie] }
}
