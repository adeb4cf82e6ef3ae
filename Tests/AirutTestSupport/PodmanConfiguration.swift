/// Podman's files for a storage of its own.
public enum PodmanConfiguration {
    /// `containers.conf`: works without systemd; like Debian's, it sets a variable of each container's network.
    public static let engine = """
        [containers]
        default_sysctls = ["net.ipv4.ping_group_range=0 0"]
        [engine]
        cgroup_manager = "cgroupfs"
        events_logger = "none"

        """

    /// `storage.conf`.
    ///
    /// - Parameters:
    ///   - graph: where images and containers lie.
    ///   - state: what is gone after a restart of the machine.
    public static func storage(graph: String, state: String) -> String {
        """
        [storage]
        driver = "overlay"
        graphroot = "\(graph)"
        runroot = "\(state)"

        """
    }
}
