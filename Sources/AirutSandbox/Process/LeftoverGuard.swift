import Glibc

/// A process beside the server that outlives it for a moment: when the server is killed, it kills what Podman is still
/// doing for it. Containers end by themselves then; the steps of an image build would go on.
public struct LeftoverGuard: Sendable {
    private let host: PodmanHost

    public init(host: PodmanHost) { self.host = host }

    /// Keeps such a process until cancelled; one that is killed is replaced.
    ///
    /// - Parameters:
    ///   - program: ends up in ``watch(_:)``, called with `arguments`, the server's mark, and the name of Podman's program.
    public func run(_ program: String, _ arguments: [String]) async {
        var command = ChildCommand(program, arguments + [host.mark.value, host.programName], workingDirectory: "/")
        command.ignoresTermination = true
        let limits = ChildLimits(deadline: .seconds(86_400 * 365))
        while !Task.isCancelled {
            _ = try? await ChildProcess.stream(command, holdsInput: true, limits: limits) { _ in }
            try? await Task.sleep(for: .seconds(10))
        }
    }

    /// In that process: returns when the server has ended and all is clean.
    public static func watch(mark: String, podman: String) {
        var byte: UInt8 = 0
        while true {
            let count = unsafe read(0, &byte, 1)
            if count == 0 || count < 0 && errno != EINTR { break }
        }
        LeftoverProcesses.kill(marked: mark, podman: podman)
    }
}
