import Glibc

/// Who a container's users are outside of it.
public enum ContainerUsers: Hashable, Sendable {
    /// Podman runs without root: the container's root is the user himself, the others are his subordinate ids.
    case rootless
    /// Podman runs as root: the container's ids 0 to `count` - 1 are the host's from `first` on.
    ///
    /// An explicit range instead of `--userns=auto`: it needs no entry in `/etc/subuid`, and it stays the same from run
    /// to run, so that a workspace's files change hands once, and not at each follow-up.
    case mapped(first: Int, count: Int)

    /// ``rootless`` without root; else 65,536 ids right above those that systemd assigns to its own containers, where
    /// neither people nor services have theirs.
    public static var `default`: Self { geteuid() == 0 ? .mapped(first: 1_879_048_192, count: 65536) : .rootless }

    /// Options of `podman run` and `podman create`.
    var options: [String] {
        switch self {
        case .rootless: []
        case .mapped(let first, let count): ["--uidmap", "0:\(first):\(count)", "--gidmap", "0:\(first):\(count)"]
        }
    }

    /// Whether a writable mount must change hands before the container's root can write to it.
    var needsOwnershipChange: Bool {
        switch self {
        case .rootless: false
        case .mapped: true
        }
    }
}
