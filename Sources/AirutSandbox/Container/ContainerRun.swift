/// One container from its start until it is gone.
struct ContainerRun: Sendable {
    let podman: Podman
    let container: ContainerSpecification
    let support: LimitSupport
    let initPath: String
    let diskInterval: Duration
    let diskReserve: ContainerReserve

    func run(
        input: [UInt8], stop: ChildStop, onOutputLine: @escaping @Sendable ([UInt8]) async -> Void
    ) async throws -> ContainerExit {
        try check()
        let frame = try InitFrame(environment: container.environment, input: input)
        let result: ChildResult
        do {
            result = try await withThrowingTaskGroup(of: ChildResult?.self) { group in
                group.addTask { try await follow(frame, stop: stop, onOutputLine: onOutputLine) }
                group.addTask {
                    stop.stop(try await watcher.waitUntilFull())
                    return nil
                }
                while let finished = try await group.next() {
                    guard let finished else { continue }
                    group.cancelAll()
                    return finished
                }
                throw CancellationError()
            }
        } catch {
            try await ContainerRemoval(podman: podman).remove(name)
            throw error
        }
        return try await conclude(result, frame: frame)
    }

    private var name: String { podman.host.containerName(of: container.task) }

    private var watcher: DiskWatcher {
        DiskWatcher(
            podman: podman, container: container, interval: diskInterval, reserve: diskReserve,
            storagePath: support.storagePath)
    }

    private func check() throws(SandboxError) {
        for mount in container.mounts where !mount.isExpressible {
            throw SandboxError(
                action: "mount \(mount.source)", reason: "both paths must be absolute, without colon or line feed")
        }
    }

    private func follow(
        _ frame: InitFrame, stop: ChildStop, onOutputLine: @escaping @Sendable ([UInt8]) async -> Void
    ) async throws -> ChildResult {
        let command = PodmanCommand.run(container, host: podman.host, support: support, initPath: initPath)
        let limits = ChildLimits(
            deadline: container.limits.time, stall: container.limits.stall,
            outputBytes: container.limits.outputBytes)
        let lines = OutputLines(maximumLineBytes: container.limits.lineBytes, onLine: onOutputLine) {
            stop.stop(.lineTooLong)
        }
        do {
            let result = try await ChildProcess.stream(
                command, input: frame.bytes, holdsInput: true, limits: limits, stop: stop
            ) { await lines.add($0) }
            await lines.finish()
            return result
        } catch let error as SandboxError {
            throw Podman.explain(error, command)
        }
    }

    /// `--rm` takes the container along when its command ends, but only a look shows that it is gone.
    private func conclude(_ result: ChildResult, frame: InitFrame) async throws -> ContainerExit {
        try await ContainerRemoval(podman: podman).removeIfPresent(name)
        var status: Int32 = 137
        if case .exited(let own) = result.ending {
            try checkStarted(result, frame)
            status = own
        }
        return ContainerExit(
            cause: cause(of: result, frame: frame), status: status,
            errorTail: frame.withoutReports(result.errorOutput))
    }

    private func cause(of result: ChildResult, frame: InitFrame) -> ContainerExit.Cause {
        switch result.ending {
        case .exited(137) where frame.reportsOutOfMemory(result.errorOutput): .outOfMemory
        case .exited: frame.reportsEnd(result.errorOutput) ? .exited : .killed
        case .timedOut: .timedOut
        case .stalled: .stalled
        case .diskFull: .diskFull
        case .hostDiskFull: .hostDiskFull
        case .lineTooLong: .lineTooLong
        case .outputTooLong: .outputTooLong
        case .stopped: .stopped
        case .signaled: .killed
        }
    }

    /// Whatever status and text the command chooses: only before `airut-init` has begun they are Podman's own.
    private func checkStarted(_ result: ChildResult, _ frame: InitFrame) throws(SandboxError) {
        guard !frame.reportsStart(result.errorHead) else { return }
        let lines = String(decoding: result.errorOutput, as: UTF8.self).split(separator: "\n")
        let error = lines.last { $0.hasPrefix("Error: ") }.map { String($0.dropFirst(7)) }
        throw SandboxError(
            kind: Self.kind(error), action: "start the container \(name)", reason: error ?? result.failure)
    }

    private static func kind(_ error: String?) -> SandboxError.Kind {
        guard let error else { return .host }
        if error.hasSuffix("image not known") || error.contains("no such image") { return .imageMissing }
        // The image names a user that it does not have.
        return error.hasPrefix("unable to find user") || error.hasPrefix("unable to find group") ? .image : .host
    }
}
