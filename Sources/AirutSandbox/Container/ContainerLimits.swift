/// What one container may use.
public struct ContainerLimits: Hashable, Sendable {
    /// Memory; there is no swap beyond it.
    public var memoryBytes: Int
    /// Processors; fractions are allowed.
    public var cpus: Double
    /// Processes and threads.
    public var processes: Int
    /// What the writable mounts and the container's own layer may hold together.
    public var diskBytes: Int
    /// From start to end.
    public var time: Duration
    /// Without a byte on standard output.
    public var stall: Duration
    /// One line of standard output: it is kept in memory until it ends.
    public var lineBytes: Int
    /// All of standard output.
    public var outputBytes: Int

    public init(
        memoryBytes: Int = 4 << 30, cpus: Double = 2, processes: Int = 1024, diskBytes: Int = 10 << 30,
        time: Duration = .seconds(3600), stall: Duration = .seconds(900), lineBytes: Int = 16 << 20,
        outputBytes: Int = 1 << 30
    ) {
        self.memoryBytes = memoryBytes
        self.cpus = cpus
        self.processes = processes
        self.diskBytes = diskBytes
        self.time = time
        self.stall = stall
        self.lineBytes = lineBytes
        self.outputBytes = outputBytes
    }
}
