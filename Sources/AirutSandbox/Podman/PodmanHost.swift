import AirutModel
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
    /// Who runs Podman: ourselves, unless ``command`` changes that.
    var userID = getuid()
    /// Run without the limits this machine cannot enforce, instead of not at all.
    public var allowsUnlimited: Bool
    /// Value of the label `airut.instance` on all that this server makes: sweeps touch nothing else.
    public var instance: String
    /// Tells what this process starts from what an earlier one of the same instance did.
    private let run = RandomToken.make(length: 8)

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

    /// The name of a task's container: a copy of a store knows the same tasks, and must not meet the original's containers.
    func containerName(of task: TaskID) -> String { "airut-\(instance)-\(task)" }

    /// A variable in the environment of all that this process starts for Podman: by it others find what it left.
    var mark: (name: String, value: String) { (Self.markName, instance + "." + run) }

    static let markName = "AIRUT_INSTANCE"

    /// As the kernel names its processes, but for the length.
    var programName: String { command.first?.split(separator: "/").last.map(String.init) ?? "podman" }

    /// A Podman command line.
    func callPodman(_ arguments: [String]) -> ChildCommand {
        let runtimeOption = runtime.map { ["--runtime", $0] } ?? []
        return ChildCommand(
            command.first ?? "podman", command.dropFirst() + runtimeOption + arguments,
            environment: environment.merging([mark]) { $1 }, workingDirectory: "/")
    }

    /// A Podman command line; as root, one whose processes cannot gain privileges, for example through a setuid program.
    ///
    /// Without root there is less to gain, and Podman needs such a program itself (`newuidmap`).
    ///
    /// - Parameter temporary: where it keeps what it is working on.
    func callPodmanWithoutPrivileges(_ arguments: [String], temporary: String) -> ChildCommand {
        var command = callPodman(arguments)
        command.environment["TMPDIR"] = temporary
        guard users != .rootless else { return command }
        command.arguments = ["--no-new-privs", "--", command.executable] + command.arguments
        command.executable = "setpriv"
        return command
    }

    /// A command line of another program, run by the same user as Podman. Nothing of Podman's environment reaches it.
    func callBesidePodman(_ program: String, _ arguments: [String]) -> ChildCommand {
        let line = command.dropLast() + [program] + arguments
        return ChildCommand(line[0], Array(line.dropFirst()), workingDirectory: "/")
    }

    /// A command line that may touch the files of every user of a container.
    func callAsContainerRoot(_ command: [String]) -> ChildCommand {
        guard users == .rootless else {
            return ChildCommand(
                command[0], Array(command.dropFirst()), environment: environment, workingDirectory: "/")
        }
        return callPodman(["unshare"] + command)
    }

    /// A command line of the OCI runtime, which finds its state where Podman has it: as root never in a user's folder.
    func callRuntime(_ command: [String]) -> ChildCommand {
        var command = callAsContainerRoot(command)
        if users != .rootless { command.environment["XDG_RUNTIME_DIR"] = nil }
        return command
    }
}
