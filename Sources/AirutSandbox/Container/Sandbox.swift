public import AirutModel
public import FoundationEssentials

/// Runs containers: one command each, gone when it returns.
public actor Sandbox {
    private let podman: Podman
    private let initPath: String
    private let diskInterval: Duration
    nonisolated let diskReserve: ContainerReserve
    private var support: LimitSupport?
    private var isAsking = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameters:
    ///   - initPath: absolute path of `airut-init`, readable for everybody.
    ///   - diskInterval: time between two measurements of what a container has written.
    ///   - diskReserveBytes: while less than this is free on a disk that containers write to, they are stopped, and image
    ///     builds a little earlier.
    ///   - diskReservePercent: on a disk of which this is less, it is this part of its size.
    public init(
        host: PodmanHost, initPath: String, diskInterval: Duration = .seconds(10), diskReserveBytes: Int = 512 << 20,
        diskReservePercent: Int = 10
    ) {
        podman = Podman(host: host)
        self.initPath = initPath
        self.diskInterval = diskInterval
        diskReserve = ContainerReserve(mostBytes: diskReserveBytes, percent: diskReservePercent)
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
            diskReserve: diskReserve)
        return try await run.run(input: input, stop: try stop ?? ChildStop(), onOutputLine: onOutputLine)
    }

    /// Kills every process and removes every container that a killed server of this instance left: to be called when
    /// nothing runs, at the server's start.
    ///
    /// - Parameter begun: tasks whose container may have been about to begin when the last server was killed.
    /// - Returns: the names of the containers.
    /// - Throws: ``SandboxError`` about the first container that cannot be removed; the others are.
    @discardableResult
    public func sweep(begun: [TaskID] = []) async throws -> [String] {
        LeftoverProcesses.kill(
            marked: podman.host.instance + ".", podman: podman.host.programName, user: podman.host.userID)
        let list = try await podman.run(PodmanCommand.list(host: podman.host))
        guard list.isSuccess else { throw SandboxError(kind: .host, action: "list containers", reason: list.failure) }
        let names = String(decoding: list.output, as: UTF8.self).split(separator: "\n").map(String.init)
        var failure: (any Error)?
        for name in names {
            do {
                try await ContainerRemoval(podman: podman).remove(name)
            } catch {
                failure = failure ?? error
            }
        }
        do {
            try await WorkingContainers(podman: podman).remove(.init(everyBuildOf: podman.host.instance))
        } catch {
            failure = failure ?? error
        }
        // Podman was killed, too, before it had recorded the container: that is in no list, and its monitor has no mark.
        for task in begun { try await ensureGone(task) }
        if let failure { throw failure }
        return names
    }

    /// Has the OCI runtime forget what killed servers left there and Podman has no record of: processes that wait for ever
    /// for their start, cgroups. Nothing depends on it, and what runs is not touched, so there is no hurry.
    ///
    /// - Parameter temporaryFolder: of ``PodmanHost/environment``, where builds keep their bundles.
    /// - Throws: ``SandboxError`` about the first that cannot be removed.
    public func removeForgotten(temporaryFolder: String) async throws {
        let support = try await knownSupport()
        guard let runtime = support.runtimePath, let storage = support.storagePath else { return }
        try await RuntimeLeftovers(podman: podman, runtime: runtime, folders: [storage, temporaryFolder]).remove()
    }

    /// Sees to it that a task's container of an earlier run does not exist any more.
    ///
    /// - Throws: ``SandboxError`` when it may still exist.
    public func ensureGone(_ task: TaskID) async throws {
        try await ContainerRemoval(podman: podman).removeIfPresent(containerName(of: task))
    }

    /// As Podman knows it.
    public nonisolated func containerName(of task: TaskID) -> String { podman.host.containerName(of: task) }

    /// Deletes a folder, whoever of a container's users owns its files.
    public func removeTree(_ path: String) async throws {
        let removal = try await podman.run(
            PodmanCommand.removeTree(path, host: podman.host), deadline: .seconds(600))
        guard removal.isSuccess else { throw SandboxError(action: "delete \(path)", reason: removal.failure) }
    }

    /// Whether anything in a folder has changed since then, whoever of a container's users owns it.
    public func hasChanged(_ path: String, since date: Date) async throws -> Bool {
        let command = PodmanCommand.changes(in: path, since: Int(date.timeIntervalSince1970), host: podman.host)
        let look = try await podman.run(command, deadline: .seconds(600))
        if !look.output.isEmpty { return true }
        guard look.isSuccess else { throw SandboxError(action: "look through \(path)", reason: look.failure) }
        return false
    }

    /// Whether there is room to begin something that writes to those folders and to Podman's storage.
    ///
    /// - Returns: which disk is too full, as a sentence for the operator; `nil` when there is room.
    public func diskShortage(at folders: [String]) async -> String? {
        let storage = try? await knownSupport().storagePath
        guard
            let (path, free) = diskReserve.shortage(at: folders + [storage].compactMap(\.self), .toBegin)
        else { return nil }
        return "only \(free >> 20) MiB are free below \(path); make room there"
    }

    /// Fails with a sentence when this machine cannot enforce a limit and the operator does not allow that.
    public func checkLimits() async throws { _ = try await checkedSupport() }

    /// Podman takes a second of processor time to answer: it is asked once, whoever wants to know meanwhile.
    private func knownSupport() async throws -> LimitSupport {
        while support == nil, isAsking { await withCheckedContinuation { waiting.append($0) } }
        if let support { return support }
        isAsking = true
        defer {
            isAsking = false
            for waiter in waiting { waiter.resume() }
            waiting = []
        }
        let known = try await podman.limitSupport()
        support = known
        return known
    }

    /// - Throws: ``SandboxError`` when this machine cannot enforce a limit and the operator does not allow that.
    func checkedSupport() async throws -> LimitSupport {
        let known = try await knownSupport()
        if !podman.host.allowsUnlimited { try known.check() }
        return known
    }
}
