/// A network that is ready for one container: whatever address it dials, it reaches its proxy. Only ``NetworkSandbox``
/// makes one.
public struct TaskNetwork: Hashable, Sendable {
    let namespace: NetworkNamespace
    /// PEM text of the authority whose certificates the proxy shows.
    public let certificate: String
    let files: NetworkFiles

    /// Where `airut-init` finds the authority, and writes what the container is to trust; in a build, the authority only.
    static let target = "/.airut"

    /// Options of `podman run`.
    ///
    /// With users of its own and a namespace that was there before, a container sees the host's `/sys`, names and
    /// addresses of its interfaces included: these are hidden.
    func runOptions(users: ContainerUsers) -> [String] {
        namespace.runOptions(users: users) + fileOptions
            + ["--security-opt", "mask=/sys/class/net:/sys/devices/virtual/net"]
            + ["--volume", "\(files.resolver):/etc/resolv.conf:ro"]
            + ["--tmpfs", "\(Self.target):rw,nosuid,nodev,noexec,size=16m,mode=1777"]
            + ["--volume", "\(files.authority):\(Self.target)/authority.pem:ro"]
    }

    /// Options of `podman build`, which puts its own `resolv.conf` over any other.
    var buildOptions: [String] {
        namespace.joinOptions + fileOptions
            + ["--dns", "127.0.0.1", "--dns-search", ".", "--volume", "\(files.trust):\(Self.target):ro"]
    }

    /// The host's own `/etc/hosts` would name addresses that the proxy never gave out.
    private var fileOptions: [String] {
        ["--no-hosts", "--volume", "\(files.hosts):/etc/hosts:ro"]
    }
}
