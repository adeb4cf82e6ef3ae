import AirutConfig
import AirutSandbox

/// Whether Podman can do what runs need.
struct PodmanProbe {
    let host: PodmanHost

    /// What images expect to have.
    private static let usualUserIDs = 65_536

    func run() async throws -> [ProbeFinding] {
        let report = try await host.report()
        let controllers = report.cgroupControllers.isEmpty ? "none" : report.cgroupControllers.joined(separator: " ")
        var findings: [ProbeFinding] = [
            .ok("Podman \(report.version) with \(report.runtime), \(report.isRootless ? "rootless" : "as root")"),
            .ok("cgroups \(report.cgroupVersion), controllers: \(controllers)"),
        ]
        if report.isRootless, report.userIDs < Self.usualUserIDs {
            findings.append(
                .error(
                    "containers have only \(report.userIDs) user ids: give this user \(Self.usualUserIDs) of them in "
                        + "/etc/subuid and /etc/subgid, then run podman system migrate"))
        }
        if !report.missingLimits.isEmpty {
            let sentence =
                "this machine cannot enforce the \(report.missingLimits.joined(separator: ", ")) limit of a run"
            findings.append(
                host.allowsUnlimited ? .warning(sentence) : .error(sentence + ": delegate the cgroup controllers"))
        }
        if report.storageDriver == "vfs" {
            findings.append(.warning("the storage driver vfs copies whole images for each run: use overlay"))
        }
        return findings
    }
}
