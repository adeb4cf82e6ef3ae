import AirutModel

/// One build from its start to its end.
struct BuildRun: Sendable {
    let podman: Podman
    let build: ImageBuild
    let context: String
    let limits: ImageLimits
    let support: LimitSupport
    let reserve: ContainerReserve
    /// Takes the names of the base images that were not here before.
    let fetched: Locked<Set<String>>

    func run(on network: ContainerNetwork, dockerfile: String? = nil) async throws {
        try await reserve.duringBuild(at: [context] + [support.storagePath].compactMap(\.self)) {
            try await checkBases()
            try await build(on: network, dockerfile: dockerfile)
        }
    }

    private func build(on network: ContainerNetwork, dockerfile: String?) async throws {
        let mark = WorkingContainers.Mark(oneBuildOf: podman.host.instance)
        let command = PodmanCommand.build(
            context, dockerfile: dockerfile, tag: build.tag, isFresh: build.isFresh, limits: limits, network: network,
            mark: mark, host: podman.host, support: support)
        let log = BuildLog()
        let result: ChildResult
        do {
            result = try await Podman.amongOthers {
                await log.clear()
                // Killing its steps makes a build fail and clean up after itself.
                return try await ChildProcess.stream(
                    command, limits: ChildLimits(deadline: limits.time, grace: LeftoverProcesses.buildGrace)
                ) { await log.add($0) }
            }
        } catch let error as SandboxError {
            throw Podman.explain(error, command)
        } catch {
            // What cannot be removed now is swept at the server's next start.
            try? await WorkingContainers(podman: podman).remove(mark)
            throw error
        }
        guard result.isSuccess else {
            if case .exited = result.ending {} else { try? await WorkingContainers(podman: podman).remove(mark) }
            throw await log.error(result, context: context, dockerfile: dockerfile, limits: limits)
        }
    }

    /// With a proxy of its own, which the build's commands are made to trust.
    func run(in sandbox: NetworkSandbox, onVerdict: @escaping @Sendable ([UInt8]) async -> Void) async throws {
        let dockerfile = build.content.dockerfile
        if let line = Dockerfile.lineWithRemoteAdd(in: dockerfile) {
            throw SandboxError(
                kind: .image, action: "build the image",
                reason:
                    "line \(line) of its Dockerfile lets ADD fetch something, or uses a variable, quotation marks or "
                    + "escapes in what it adds; that would not go through the sandbox's network: fetch with RUN, or use COPY"
            )
        }
        try await sandbox.with(policy: build.policy, hostname: "build", onVerdict: onVerdict) { network in
            let path = try network.files.write(dockerfile: Dockerfile.trusting(TaskNetwork.target, dockerfile))
            try await run(on: .sandbox(network), dockerfile: path)
        }
    }
}
