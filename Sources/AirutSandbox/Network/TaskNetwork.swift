/// A network that is ready for one container: whatever address it dials, it reaches its proxy. Only ``NetworkSandbox``
/// makes one.
public struct TaskNetwork: Hashable, Sendable {
    /// For example `/proc/4711/ns/net`.
    let namespacePath: String
    /// PEM text of the authority whose certificates the proxy shows.
    public let certificate: String
    let files: NetworkFiles

    /// Where `airut-init` finds the authority, and writes what the container is to trust; in a build, the authority only.
    static let target = "/.airut"

    /// Options of `podman run`.
    ///
    /// With users of its own and a namespace that was there before, a container sees the host's `/sys`, names and
    /// addresses of its interfaces included: these are hidden.
    var runOptions: [String] {
        networkOptions
            + ["--security-opt", "mask=/sys/class/net:/sys/devices/virtual/net"]
            + ["--volume", "\(files.resolver):/etc/resolv.conf:ro"]
            + ["--tmpfs", "\(Self.target):rw,nosuid,nodev,noexec,size=16m,mode=1777"]
            + ["--volume", "\(files.authority):\(Self.target)/authority.pem:ro"]
    }

    /// Options of `podman build`, which puts its own `resolv.conf` over any other.
    var buildOptions: [String] {
        networkOptions
            + ["--dns", "127.0.0.1", "--dns-search", ".", "--volume", "\(files.trust):\(Self.target):ro"]
    }

    /// The host's own `/etc/hosts` would name addresses that the proxy never gave out.
    private var networkOptions: [String] {
        ["--network", "ns:\(namespacePath)", "--no-hosts", "--volume", "\(files.hosts):/etc/hosts:ro"]
    }
}
