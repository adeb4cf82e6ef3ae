/// Which limits this machine can enforce on a container.
///
/// Podman itself is silent about it: without root on cgroups of version 1, `--memory` is accepted and ignored.
public struct LimitSupport: Hashable, Sendable {
    public var memory: Bool
    public var cpus: Bool
    public var processes: Bool
    /// The folder that the containers' own layers lie below, if known.
    var storagePath: String?
    /// The OCI runtime's program, if known.
    var runtimePath: String?

    public static let all = Self(memory: true, cpus: true, processes: true)

    public init(memory: Bool, cpus: Bool, processes: Bool) {
        self.memory = memory
        self.cpus = cpus
        self.processes = processes
    }

    /// What ``init(information:)`` reads, for `podman info --format`.
    static let format =
        "{{.Host.Security.Rootless}} {{.Host.CgroupsVersion}} {{.Host.CgroupControllers}}\n{{.Store.GraphRoot}}\n"
        + "{{with .Host.OCIRuntime}}{{.Path}}{{end}}"

    init?(information: String) {
        let lines = information.split(separator: "\n")
        guard lines.count >= 2 else { return nil }
        let words = lines[0].split(whereSeparator: { " []\n".contains($0) })
        guard words.count >= 2 else { return nil }
        let paths = (String(lines[1]), lines.count > 2 ? String(lines[2]) : nil)
        let isRootless = words[0] == "true"
        let controllers = Set(words.dropFirst(2))
        guard isRootless || words[1] == "v2" else {
            self = .all
            (storagePath, runtimePath) = paths
            return
        }
        let isUnified = words[1] == "v2"
        self.init(
            memory: isUnified && controllers.contains("memory"), cpus: isUnified && controllers.contains("cpu"),
            processes: isUnified && controllers.contains("pids"))
        (storagePath, runtimePath) = paths
    }

    /// Names of what cannot be enforced.
    var missing: [String] {
        [memory ? nil : "memory", cpus ? nil : "cpu", processes ? nil : "process"].compactMap { $0 }
    }

    /// - Throws: a sentence for the operator when something is missing.
    func check() throws(SandboxError) {
        guard !missing.isEmpty else { return }
        throw SandboxError(
            kind: .host, action: "limit a container",
            reason: "this machine cannot enforce its \(missing.joined(separator: ", ")) limit "
                + "(cgroup v2 controllers are not delegated to this user); delegate them, run as root, "
                + "or set container.allow_unlimited: true")
    }
}
