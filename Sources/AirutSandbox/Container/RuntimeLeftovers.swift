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

    func remove() async throws {
        let list = try await podman.run(PodmanCommand.list(ofRuntime: runtime, host: podman.host))
        guard list.isSuccess else {
            throw SandboxError(kind: .host, action: "list the containers of \(runtime)", reason: list.failure)
        }
        // Without any, runc prints `null`.
        let containers = try? JSONDecoder().decode([Container]?.self, from: Data(list.output))
        for container in containers ?? [] where isForgotten(container.bundle) {
            let removal = try await podman.run(
                PodmanCommand.remove(container.id, fromRuntime: runtime, host: podman.host))
            guard removal.isSuccess else {
                throw SandboxError(kind: .host, action: "remove \(container.id)", reason: removal.failure)
            }
        }
    }

    private func isForgotten(_ bundle: String) -> Bool {
        guard folders.contains(where: { bundle.hasPrefix($0 + "/") }) else { return false }
        return unsafe access(bundle, F_OK) != 0 && errno == ENOENT
    }

    /// The part of the runtime's description that is needed.
    private struct Container: Decodable {
        let id: String
        let bundle: String
    }
}
