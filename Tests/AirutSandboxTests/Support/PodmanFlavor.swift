import Glibc

/// As whom Podman runs.
enum PodmanFlavor: String, CaseIterable, Sendable {
    case rootful
    case rootless

    /// Both as root; only one's own otherwise.
    static var testable: [Self] { geteuid() == 0 ? [.rootful, .rootless] : [.rootless] }
}
