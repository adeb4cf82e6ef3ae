import FoundationEssentials
import Glibc

/// How this server calls Podman.
public struct PodmanHost: Hashable, Sendable {
    /// The program and arguments that always come first; usually just `podman`.
    public var command: [String]
    /// `--runtime`: name or path; `nil`: Podman's default.
    public var runtime: String?
    /// Podman's environment. Nothing of it reaches a container.
    public var environment: [String: String]
    public var users: ContainerUsers
    /// Run without the limits this machine cannot enforce, instead of not at all.
    public var allowsUnlimited: Bool
    /// Value of the label `airut.instance` on all that this server makes: sweeps touch nothing else.
    public var instance: String

    public init(
        command: [String] = ["podman"], runtime: String? = nil, environment: [String: String] = Self.ownEnvironment,
        users: ContainerUsers = .default, allowsUnlimited: Bool = false, instance: String
    ) {
        self.command = command
        self.runtime = runtime
        self.environment = environment
        self.users = users
        self.allowsUnlimited = allowsUnlimited
        self.instance = instance
    }

    /// What Podman needs of this process's environment: where it finds programs, its files and its registries.
    public static var ownEnvironment: [String: String] {
        let names: Set = [
            "PATH", "HOME", "USER", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME",
            "DBUS_SESSION_BUS_ADDRESS", "CONTAINERS_CONF", "CONTAINERS_STORAGE_CONF", "CONTAINERS_REGISTRIES_CONF",
            "STORAGE_DRIVER", "STORAGE_OPTS", "REGISTRY_AUTH_FILE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
            "http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
        ]
        return ProcessInfo.processInfo.environment.filter { names.contains($0.key) }
    }

    /// A Podman command line.
    func callPodman(_ arguments: [String]) -> ChildCommand {
        let runtimeOption = runtime.map { ["--runtime", $0] } ?? []
        return ChildCommand(
            command.first ?? "podman", command.dropFirst() + runtimeOption + arguments, environment: environment,
            workingDirectory: "/")
    }

    /// A Podman command line; as root, one whose processes cannot gain privileges, for example through a setuid program.
    ///
    /// Without root there is less to gain, and Podman needs such a program itself (`newuidmap`).
    func callPodmanWithoutPrivileges(_ arguments: [String]) -> ChildCommand {
        var command = callPodman(arguments)
        guard users != .rootless else { return command }
        command.arguments = ["--no-new-privs", "--", command.executable] + command.arguments
        command.executable = "setpriv"
        return command
    }

    /// A command line that may touch the files of every user of a container.
    func callAsContainerRoot(_ command: [String]) -> ChildCommand {
        guard users == .rootless else {
            return ChildCommand(
                command[0], Array(command.dropFirst()), environment: environment, workingDirectory: "/")
        }
        return callPodman(["unshare"] + command)
    }
}
