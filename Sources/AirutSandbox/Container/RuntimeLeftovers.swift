import FoundationEssentials
import Glibc

/// Containers that only the OCI runtime knows still, because Podman was killed while it made them, or a build while it ran
/// a step. Their bundles are gone: nobody can begin them any more, nor look for them.
struct RuntimeLeftovers: Sendable {
    let podman: Podman
    /// Name or path.
    let runtime: String
    /// What this server's Podman makes bundles in.
    let folders: [String]

    /// - Throws: ``SandboxError`` about the first that cannot be removed; the others are.
    func remove() async throws {
        // Runtimes tell of bundles where links lead to.
        let folders = folders.flatMap { [$0, Self.resolved($0)] }
        var failure: SandboxError?
        for container in try await containers() where container.isForgotten(in: folders) {
            let removal = try await podman.run(
                PodmanCommand.remove(container.id, fromRuntime: runtime, host: podman.host))
            guard !removal.isSuccess else { continue }
            failure = failure ?? SandboxError(kind: .host, action: "remove \(container.id)", reason: removal.failure)
        }
        if let failure { throw failure }
    }

    private func containers() async throws -> [Container] {
        let list = try await podman.run(PodmanCommand.list(ofRuntime: runtime, host: podman.host))
        // Since the machine was started, there was none.
        if !list.isSuccess, list.failure.contains("no such file or directory") { return [] }
        // Without any, runc prints `null`.
        guard list.isSuccess,
            let containers = try? JSONDecoder().decode([Container]?.self, from: Data(list.output)) ?? []
        else { throw SandboxError(kind: .host, action: "list the containers of \(runtime)", reason: list.failure) }
        return containers
    }

    private static func resolved(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// The part of the runtime's description that is needed.
    private struct Container: Decodable {
        let id: String
        let bundle: String
        let status: String

        /// What runs is somebody's, wherever its bundle is.
        func isForgotten(in folders: [String]) -> Bool {
            guard ["created", "stopped"].contains(status), folders.contains(where: { bundle.hasPrefix($0 + "/") })
            else { return false }
            return unsafe access(bundle, F_OK) != 0 && errno == ENOENT
        }
    }
}
