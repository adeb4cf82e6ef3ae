import AirutTestMail
import AirutTestSupport
import Foundation

@testable import AirutCommands

/// What must not be there any more once the last server has ended.
struct Leftovers: Sendable {
    let world: World
    let seen: Set<LivingProcess>

    func findings() async throws -> [CrashFinding] {
        let containers = try await world.containers(builds: true).split(separator: "\n").map(String.init)
        let mail = world.sites.flatMap { site in world.mail.messages(of: site.address).map { "\(site.name): \($0.uid)" }
        }
        return [
            CrashFinding(promise: "the mailboxes are empty", violations: mail),
            CrashFinding(promise: "no container is left", violations: containers + runtimeContainers),
            CrashFinding(promise: "no process is left", violations: processes),
            CrashFinding(promise: "no mount is left", violations: mounts),
            CrashFinding(promise: "no temporary file is left", violations: temporaryFiles + stateFiles),
        ]
    }

    /// Those that Podman may know nothing of.
    private var runtimeContainers: [String] {
        ["/run/runc/", "/run/crun/"].flatMap { folder in
            names(in: folder).filter { isAboutUs("\(folder)\($0)/state.json") || isAboutUs("\(folder)\($0)/status") }
                .map { folder + $0 }
        }
    }

    private var processes: [String] {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        let related = LivingProcess.all.filter { process in
            let namespace = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process.id)/ns/pid")
            let isInContainer = namespace != nil && namespace != own && isAboutUs("/proc/\(process.id)/mountinfo")
            return isInContainer || process.arguments.contains { $0.contains(world.folder.path) }
        }
        return seen.filter(\.isAlive).union(related).map { process in
            "\(process.id) \(process.arguments.prefix(6).joined(separator: " "))"
        }
    }

    /// Podman's storage is a mount of its own.
    private var mounts: [String] {
        let lines = LivingProcess.text(of: "/proc/self/mountinfo")?.split(separator: "\n")
        return (lines ?? []).compactMap { $0.split(separator: " ").dropFirst(4).first.map(String.init) }
            .filter { $0.hasPrefix(world.folder.path) && $0 != world.folder.path + "/graph/overlay" }
    }

    private func isAboutUs(_ file: String) -> Bool {
        LivingProcess.text(of: file)?.contains(world.folder.path) ?? false
    }

    private var temporaryFiles: [String] { names(in: world.temporaryFolder).map { "\(world.temporaryFolder)/\($0)" } }

    /// Whatever lies in the state directory and has no place there (see `StateDirectory`).
    private var stateFiles: [String] {
        let state = world.folder.state
        let known = [
            "airut.sqlite", "airut.sqlite-wal", "airut.sqlite-shm", "airut.sqlite-reserve", "lock", "instance",
            "control", "networks", "repos", "tmp",
        ]
        var foreign = unknown(in: state, besides: known)
        for folder in ["tmp", "networks"] {
            foreign += names(in: "\(state)/\(folder)").flatMap { name in
                let path = "\(state)/\(folder)/\(name)"
                // The caches of a repository's builds are for the next one.
                guard name.hasPrefix("build-") else { return [path] }
                return names(in: path).filter { !$0.hasPrefix("buildah-cache") }.map { "\(path)/\($0)" }
            }
        }
        for site in world.sites {
            let folder = "\(state)/repos/\(site.name)"
            foreign += unknown(in: folder, besides: ["mirror.git", "mirror.git.lock", "conversations", "ages.json"])
            foreign += allFiles(below: folder + "/mirror.git").filter { $0.hasSuffix(".lock") || $0.contains("_git2_") }
            for conversation in names(in: folder + "/conversations") {
                let folder = "\(folder)/conversations/\(conversation)"
                foreign += unknown(in: folder, besides: ["workspace", "inbox", "storage", "claude", "tasks"])
                foreign += names(in: folder + "/inbox").filter { $0.hasPrefix(".") }.map { "\(folder)/inbox/\($0)" }
            }
        }
        return foreign
    }

    private func unknown(in folder: String, besides known: [String]) -> [String] {
        names(in: folder).filter { !known.contains($0) }.map { "\(folder)/\($0)" }
    }

    private func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    private func allFiles(below folder: String) -> [String] {
        (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    }
}
