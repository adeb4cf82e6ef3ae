import AirutModel

/// Runs containers: one command each, gone when it returns.
public actor Sandbox {
    private let podman: Podman
    private let initPath: String
    private let diskInterval: Duration
    private let diskReserveBytes: Int
    private var support: LimitSupport?

    /// - Parameters:
    ///   - initPath: absolute path of `airut-init`, readable for everybody.
    ///   - diskInterval: time between two measurements of what a container has written.
    ///   - diskReserveBytes: while less than this is free on a disk that containers write to, they are stopped.
    public init(
        host: PodmanHost, initPath: String, diskInterval: Duration = .seconds(10), diskReserveBytes: Int = 512 << 20
    ) {
        podman = Podman(host: host)
        self.initPath = initPath
        self.diskInterval = diskInterval
        self.diskReserveBytes = diskReserveBytes
    }

    /// Runs the container to its end.
    ///
    /// - Parameters:
    ///   - input: what the command reads on standard input.
    ///   - stop: lets another task end it.
    ///   - onOutputLine: takes each line of standard output, without its line feed, in order; while it works, the
    ///     command's further output waits.
    /// - Returns: when the container is gone.
    /// - Throws: ``SandboxError`` when it cannot be started or removed, or when a limit cannot be enforced;
    ///   `CancellationError`, when the container is gone.
    public func run(
        _ container: ContainerSpecification, input: [UInt8] = [], stop: ChildStop? = nil,
        onOutputLine: @escaping @Sendable ([UInt8]) async -> Void
    ) async throws -> ContainerExit {
        let support = try await checkedSupport()
        let run = ContainerRun(
            podman: podman, container: container, support: support, initPath: initPath, diskInterval: diskInterval,
            diskReserveBytes: diskReserveBytes)
        return try await run.run(input: input, stop: try stop ?? ChildStop(), onOutputLine: onOutputLine)
    }

    /// Removes every container of this instance: to be called when nothing runs, at the server's start.
    ///
    /// - Returns: the names of what was removed.
    @discardableResult
    public func sweep() async throws -> [String] {
        let list = try await podman.run(PodmanCommand.list(host: podman.host))
        guard list.isSuccess else { throw SandboxError(kind: .host, action: "list containers", reason: list.failure) }
        let names = String(decoding: list.output, as: UTF8.self).split(separator: "\n").map(String.init)
        for name in names { try await ContainerRemoval(podman: podman).remove(name) }
        return names
    }

    /// Deletes a folder, whoever of a container's users owns its files.
    public func removeTree(_ path: String) async throws {
        let removal = try await podman.run(
            PodmanCommand.removeTree(path, host: podman.host), deadline: .seconds(600))
        guard removal.isSuccess else { throw SandboxError(action: "delete \(path)", reason: removal.failure) }
    }

    /// Fails with a sentence when this machine cannot enforce a limit and the operator does not allow that.
    public func checkLimits() async throws { _ = try await checkedSupport() }

    private func checkedSupport() async throws -> LimitSupport {
        let known = if let support { support } else { try await podman.limitSupport() }
        support = known
        if !podman.host.allowsUnlimited { try known.check() }
        return known
    }
}
