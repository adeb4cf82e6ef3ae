import Glibc

/// The programs that make a task's network: `airut-netns`, and the proxy it becomes.
public struct NetworkTools: Hashable, Sendable {
    /// Absolute path of `airut-netns`; Podman's user must be able to run it.
    public var netnsPath: String
    /// Absolute path of the proxy; Podman's user must be able to run it.
    public var proxyPath: String
    /// Arguments of the proxy.
    public var proxyArguments: [String]
    /// What the proxy may use beside the network.
    public var confinement: Confinement

    public init(
        netnsPath: String, proxyPath: String, proxyArguments: [String] = [], confinement: Confinement = .proxy
    ) {
        self.netnsPath = netnsPath
        self.proxyPath = proxyPath
        self.proxyArguments = proxyArguments
        self.confinement = confinement
    }

    /// `airut-netns` and `airut-proxy`, in the folder of our executables.
    public static func standard(in folder: String) -> Self {
        Self(netnsPath: folder + "/airut-netns", proxyPath: folder + "/airut-proxy")
    }

    /// The exit status of `airut-netns` when none of the pause files names a process of Podman's.
    static let noUserNamespace: Int32 = 100

    func command(host: PodmanHost) -> ChildCommand {
        let pauseFiles = host.users == .rootless ? PauseFiles.candidates(host.environment, user: geteuid()) : []
        var command = host.callBesidePodman(
            netnsPath,
            pauseFiles.flatMap { ["--pause-file", $0] }
                + confinement.options(parent: getpid(), libraries: RuntimeLibraries.folders)
                + ["--", proxyPath] + proxyArguments)
        command.ignoresTermination = true
        return command
    }
}
