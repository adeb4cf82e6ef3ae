import Glibc

/// Sees to it that a container is gone.
struct ContainerRemoval: Sendable {
    let podman: Podman

    /// Removes the container unless it is gone already, at the cost of one look. Works in a cancelled task, too.
    func removeIfPresent(_ name: String) async throws {
        let existence = try await podman.run(
            PodmanCommand.exists(name, host: podman.host), deadline: .seconds(60), isShielded: true)
        if existence.ending == .exited(1) { return killMonitor(of: name) }
        try await remove(name)
    }

    /// Removes the container if it is still there, killing what runs in it. Works in a cancelled task, too.
    ///
    /// - Throws: when it exists still after several tries.
    func remove(_ name: String) async throws {
        await removeFromRuntime(name)
        var failure = "it exists still"
        for _ in 0..<5 {
            let removal = try await podman.run(
                PodmanCommand.remove(name, host: podman.host), deadline: .seconds(60), isShielded: true)
            if !removal.isSuccess { failure = removal.failure }
            let existence = try await podman.run(
                PodmanCommand.exists(name, host: podman.host), deadline: .seconds(60), isShielded: true)
            if existence.ending == .exited(1) { return killMonitor(of: name) }
        }
        throw SandboxError(kind: .host, action: "remove the container \(name)", reason: failure)
    }

    /// Killed while it starts a container, Podman does not know that its runtime has it already, and removes its own
    /// record alone: a process that waits for the start would wait for ever. So the runtime comes first, as long as there is
    /// that record. What it cannot remove is left to Podman, whose failure is told.
    private func removeFromRuntime(_ name: String) async {
        let look = try? await podman.run(
            PodmanCommand.runtime(of: name, host: podman.host), deadline: .seconds(60), isShielded: true)
        guard let look, look.isSuccess else { return }
        let words = String(decoding: look.output, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2 else { return }
        _ = try? await podman.run(
            PodmanCommand.remove(words[0], fromRuntime: words[1], host: podman.host), deadline: .seconds(60),
            isShielded: true)
    }

    /// Podman's client, killed while it starts a container, can leave the monitor behind, waiting for ever for a
    /// container that does not exist any more. Its command line carries the container's name; so may that of
    /// somebody who looks for it in a file.
    func killMonitor(of name: String) {
        for monitor in ProcessTree.processes(withArguments: ["-n", name])
        where ProcessTree.name(of: monitor).hasPrefix("conmon") {
            for descendant in ProcessTree.descendants(of: monitor) { kill(descendant, SIGKILL) }
            kill(monitor, SIGKILL)
        }
    }
}
