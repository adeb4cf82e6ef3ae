/// Runs short Podman commands.
struct Podman: Sendable {
    let host: PodmanHost

    /// Runs to the end; a failure is a result.
    ///
    /// - Parameter isShielded: also when the calling task is cancelled already; for cleaning up.
    func run(_ command: ChildCommand, deadline: Duration = .seconds(60), isShielded: Bool = false) async throws
        -> ChildResult
    {
        do {
            guard isShielded else { return try await ChildProcess.run(command, deadline: deadline) }
            return try await ChildProcess.runShielded(command, deadline: deadline)
        } catch let error as SandboxError {
            throw Self.explain(error, command)
        }
    }

    /// The same for what looks through all images or containers: tried again when somebody removed one meanwhile.
    func runAmongOthers(
        _ command: ChildCommand, deadline: Duration = .seconds(60), isShielded: Bool = false
    ) async throws -> ChildResult {
        try await Self.amongOthers { try await run(command, deadline: deadline, isShielded: isShielded) }
    }

    /// Tries again what looks through all images or containers, and failed because somebody, another repository for
    /// instance, removed one meanwhile.
    static func amongOthers(_ body: () async throws -> ChildResult) async throws -> ChildResult {
        for _ in 1..<5 {
            let result = try await body()
            let error = String(decoding: result.errorOutput, as: UTF8.self).split(separator: "\n").last ?? ""
            let isOvertaken =
                error.hasPrefix("Error: ")
                && ["image", "layer", "container"].contains { error.hasSuffix("\($0) not known") }
            guard isOvertaken, case .exited = result.ending, !result.isSuccess else { return result }
        }
        return try await body()
    }

    /// Which limits work here.
    func limitSupport() async throws -> LimitSupport {
        let result = try await run(host.callPodman(["info", "--format", LimitSupport.format]))
        guard result.isSuccess, let support = LimitSupport(information: String(decoding: result.output, as: UTF8.self))
        else { throw SandboxError(kind: .host, action: "ask podman about this machine", reason: result.failure) }
        return support
    }

    /// A program that is missing deserves a better sentence than the system's.
    static func explain(_ error: SandboxError, _ command: ChildCommand) -> SandboxError {
        guard error.reason == Errno.text(2) else { return error }
        return SandboxError(
            kind: .host, action: "run containers",
            reason: "“\(command.executable)” is not installed or not in PATH; install podman, or set container.command")
    }
}
