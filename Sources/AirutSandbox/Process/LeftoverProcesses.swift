import FoundationEssentials
import Glibc

/// Podman processes that a killed server started: known by a variable in their environment.
///
/// Only those: what Podman shares between all servers of a user (its pause process, name servers) inherits the variable too.
enum LeftoverProcesses {
    /// Kills them and what descends from them, until none is left. Never this process itself.
    ///
    /// - Parameters:
    ///   - mark: how the variable's value begins.
    ///   - user: who runs Podman; the processes of others are none of ours, whatever they bear.
    static func kill(marked mark: String, podman: String, user: UInt32 = getuid()) {
        let names: Set = ["podman", "buildah", "conmon", String(podman.prefix(15))]
        // What is being started while we look is found by the next look.
        for _ in 0..<10 {
            let wanted = Array("\(PodmanHost.markName)=\(mark)".utf8)
            let all = marked(wanted, user).filter { names.contains(ProcessTree.name(of: $0)) }
            guard !all.isEmpty else { return }
            let builds = all.filter(isBuild)
            for build in builds { end(build: build, wanted) }
            let found = all.filter { !builds.contains($0) }
            // Stopped first: nobody shall start something else meanwhile, or find out and clean up wrongly.
            for process in found { Glibc.kill(process, SIGSTOP) }
            for process in Set(found + found.flatMap(ProcessTree.descendants)) { Glibc.kill(process, SIGKILL) }
            usleep(20_000)
        }
    }

    /// For a build to take its working container along, on a machine under load.
    static let buildGrace: Duration = .seconds(60)

    /// A build whose steps are killed fails, and takes its working containers, mounts and files along; what one leaves that
    /// is killed has to be looked for (``WorkingContainers``).
    private static func end(build: Int32, _ wanted: [UInt8]) {
        let end = ContinuousClock.now + buildGrace
        while ContinuousClock.now < end {
            // Once it has ended, its number may be anybody's.
            guard isMarked(build, wanted) else { return }
            for step in ProcessTree.helpers(of: build) { Glibc.kill(step, SIGKILL) }
            usleep(50_000)
        }
        guard isMarked(build, wanted) else { return }
        for process in ProcessTree.descendants(of: build) + [build] { Glibc.kill(process, SIGKILL) }
    }

    private static func isBuild(_ process: Int32) -> Bool {
        ProcessFile.bytes("/proc/\(process)/cmdline").split(separator: 0).contains { $0.elementsEqual("build".utf8) }
    }

    /// Only processes that count as ours by their PID namespace: what runs in a container may call itself Podman, too, and
    /// give itself any mark.
    private static func marked(_ wanted: [UInt8], _ user: UInt32) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let own = namespace(of: "self")
        return names.compactMap { Int32($0) }.filter { process in
            process != getpid() && ProcessTree.user(of: process) == user && isMarked(process, wanted)
                && namespace(of: "\(process)") == own
        }
    }

    private static func isMarked(_ process: Int32, _ wanted: [UInt8]) -> Bool {
        ProcessFile.bytes("/proc/\(process)/environ").split(separator: 0).contains { $0.starts(with: wanted) }
    }

    private static func namespace(of process: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/ns/pid")
    }
}
