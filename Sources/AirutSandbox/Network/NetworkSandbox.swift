import AirutModel
import FoundationEssentials

/// Gives a container or a build a network whose only way out is a proxy of its own.
public struct NetworkSandbox: Sendable {
    let podman: Podman
    let tools: NetworkTools
    let folder: String
    private let startLimit: Duration
    private let endLimit: Duration

    static let action = "make the sandbox's network"

    /// - Parameters:
    ///   - folder: where what containers see of it lies; it is made when needed, and belongs to nobody else.
    ///   - startLimit: how long the proxy may take to be ready.
    ///   - endLimit: how long it may take to write its last verdicts.
    public init(
        host: PodmanHost, tools: NetworkTools, folder: String, startLimit: Duration = .seconds(60),
        endLimit: Duration = .seconds(10)
    ) {
        podman = Podman(host: host)
        self.tools = tools
        self.folder = folder
        self.startLimit = startLimit
        self.endLimit = endLimit
    }

    /// Has a network for as long as `body` runs.
    ///
    /// - Parameters:
    ///   - policy: the proxy's, without a line feed. It may hold secrets: it goes to the proxy's standard input only.
    ///   - hostname: the container's.
    ///   - onVerdict: takes each line of the proxy's log, without its line feed, in order; while it works, the proxy waits.
    ///   - body: is cancelled when the proxy ends before it.
    /// - Throws: ``SandboxError`` when there is no network, or none any more; what `body` throws; `CancellationError`.
    public func with<Value: Sendable>(
        policy: [UInt8], hostname: String, onVerdict: @escaping @Sendable ([UInt8]) async -> Void,
        _ body: @escaping @Sendable (TaskNetwork) async throws -> Value
    ) async throws -> Value {
        do {
            return try await attempt(policy, hostname, onVerdict, body)
        } catch is UserNamespaceMissing {
            // Nothing has run yet. Podman makes its user namespace when it first needs it.
            let made = try await podman.run(podman.host.callPodman(["unshare", "true"]))
            guard made.isSuccess else {
                throw SandboxError(kind: .noNetwork, action: "make Podman's user namespace", reason: made.failure)
            }
        }
        do {
            return try await attempt(policy, hostname, onVerdict, body)
        } catch let missing as UserNamespaceMissing {
            throw SandboxError(kind: .noNetwork, action: Self.action, reason: missing.reason)
        }
    }

    /// Removes what an earlier server left behind. To be called when nothing runs, at the server's start.
    public func sweep() { try? FileManager.default.removeItem(atPath: folder) }

    private func attempt<Value: Sendable>(
        _ policy: [UInt8], _ hostname: String, _ onVerdict: @escaping @Sendable ([UInt8]) async -> Void,
        _ body: @escaping @Sendable (TaskNetwork) async throws -> Value
    ) async throws -> Value {
        let files = try NetworkFiles(below: folder)
        defer { files.remove() }
        let run = try NetworkRun<Value>(
            command: tools.command(host: podman.host), startLimit: startLimit, endLimit: endLimit, onVerdict: onVerdict
        ) { start in
            try files.write(certificate: start.certificate, hostname: hostname)
            return try await body(
                TaskNetwork(namespace: start.namespace, certificate: start.certificate, files: files))
        }
        return try await run.run(policy: policy)
    }
}

/// Podman has no user namespace (any more) that a network could belong to.
struct UserNamespaceMissing: Error {
    let reason: String
}
