public import AirutModel

/// One container: what runs in it, with what, and within which limits.
public struct ContainerSpecification: Sendable {
    /// Name or id of an image that is in Podman's storage.
    public var image: String
    /// It has one container at a time.
    public var task: TaskID
    /// Program and arguments; the program is looked up in the container's `PATH`.
    public var command: [String]
    /// Handed to `airut-init` on standard input: these values stand in no argument, file or database.
    public var environment: [String: Secret]
    public var mounts: [ContainerMount]
    public var workingDirectory: String
    public var limits: ContainerLimits
    public var network: ContainerNetwork
    /// Labels beside `airut.instance` and `airut.task`.
    public var labels: [String: String]

    public init(
        image: String, task: TaskID, command: [String], environment: [String: Secret] = [:],
        mounts: [ContainerMount] = [], workingDirectory: String = "/", limits: ContainerLimits = .init(),
        network: ContainerNetwork = .none, labels: [String: String] = [:]
    ) {
        self.image = image
        self.task = task
        self.command = command
        self.environment = environment
        self.mounts = mounts
        self.workingDirectory = workingDirectory
        self.limits = limits
        self.network = network
        self.labels = labels
    }

    /// What the container calls itself. Its name on the host contains the server's, which no container may know.
    public var hostname: String { "airut-\(task)" }
}
