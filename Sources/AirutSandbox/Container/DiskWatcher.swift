/// Measures what a running container has written, and what is left to others.
struct DiskWatcher: Sendable {
    let podman: Podman
    let container: ContainerSpecification
    /// Between two measurements of what the container holds; what is left to others is looked at far more often.
    let interval: Duration
    let reserve: ContainerReserve
    /// Where the container's own layer lies, if known.
    let storagePath: String?

    /// Returns how the container must end; otherwise it goes on until cancelled.
    ///
    /// A measurement that fails is repeated; the second one in a row counts as too much: the container can make it fail.
    func waitUntilFull() async throws -> ChildEnding {
        var failures = 0
        while true {
            if try await isShort(for: interval) { return .hostDiskFull }
            let used = try await usedBytes()
            failures = used == nil ? failures + 1 : 0
            if failures == 2 || used ?? 0 > container.limits.diskBytes { return .diskFull }
        }
    }

    private func isShort(for interval: Duration) async throws -> Bool {
        let end = ContinuousClock.now + interval
        repeat {
            try await Task.sleep(for: min(interval, ContainerReserve.look))
            if reserve.shortage(at: folders + [storagePath].compactMap(\.self), .toRun) != nil { return true }
        } while ContinuousClock.now < end
        return false
    }

    /// Bytes allocated by the writable mounts, in the container's own layer, and by files that are deleted but open.
    ///
    /// - Returns: `nil` when that could not be measured.
    func usedBytes() async throws -> Int? {
        guard let layer = try await layerBytes(), let mounts = try await mountBytes() else { return nil }
        return layer + mounts
    }

    private var name: String { podman.host.containerName(of: container.task) }
    private var folders: [String] { container.mounts.filter(\.isWritable).map(\.source) }

    private func layerBytes() async throws -> Int? {
        guard let layer = try await output(of: PodmanCommand.layerSize(name, host: podman.host)),
            layer.isSuccess
        else {
            // Not there yet, or not any more.
            let existence = try await output(of: PodmanCommand.exists(name, host: podman.host))
            return existence?.ending == .exited(1) ? 0 : nil
        }
        let numbers = String(decoding: layer.output, as: UTF8.self).split { " \n".contains($0) }.map { Int($0) }
        guard numbers.count == 2, let bytes = numbers[0], let pid = numbers[1] else { return nil }
        return bytes + (pid > 0 ? DeletedFiles.bytes(heldFrom: Int32(pid)) : 0)
    }

    private func mountBytes() async throws -> Int? {
        guard !folders.isEmpty else { return 0 }
        // Files may vanish while it looks: its status says nothing, but without a number for each folder it gave up.
        guard let measured = try await output(of: PodmanCommand.diskUsage(folders, host: podman.host)) else {
            return nil
        }
        let lines = String(decoding: measured.output, as: UTF8.self).split(separator: "\n")
        let numbers = lines.compactMap { Int($0.prefix { $0.isNumber }) }
        return numbers.count == folders.count ? numbers.reduce(0, +) : nil
    }

    /// `nil` when it could not even be run.
    private func output(of command: ChildCommand) async throws -> ChildResult? {
        do {
            return try await podman.run(command, deadline: .seconds(300))
        } catch is SandboxError {
            return nil
        }
    }
}
