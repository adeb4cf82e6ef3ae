import AirutTestSupport
import Foundation

/// Everything of one benchmark on the disk: a Podman of its own, and the repositories.
struct BenchFolder: Sendable {
    let path: String

    var remote: String { path + "/remote.git" }
    var seed: String { path + "/seed" }
    var configuration: String { path + "/airut.yaml" }
    var podman: String { path + "/podman" }
    /// A Podman that notes how much processor time it took.
    var accountedPodman: String { path + "/accounted/podman" }
    var podmanLog: String { path + "/podman-microseconds" }

    static let agent = BuiltProgram.path("airut-bench-agent")

    /// Makes the repository and Podman's configuration; containers and mounts are removed afterwards.
    static func with(_ body: @Sendable (BenchFolder) async throws -> Void) async throws {
        try await withTemporaryDirectory { path in
            let folder = BenchFolder(path: path)
            try folder.writePodman()
            do {
                try await folder.makeRepository()
                try await body(folder)
            } catch {
                try await folder.removeContainers()
                throw error
            }
            try await folder.removeContainers()
        }
    }

    func write(_ text: String, to path: String, permissions: Int = 0o644) throws {
        let folder = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
    }

    /// "5 files, 1.2 MiB": what a clone of the repository holds.
    func describeRepository() async throws -> String {
        let files = try await run(["git", "-C", remote, "ls-tree", "-r", "--name-only", "main"]).text
        let kibibytes = try await run(["du", "-sk", remote]).text.split(separator: "\t").first.flatMap { Int($0) } ?? 0
        return "\(files.split(separator: "\n").count) files, \(kibibytes) KiB"
    }

    /// Podman's processor time so far, as far as it is accounted for.
    func podmanSeconds() throws -> Double {
        guard let text = try? String(contentsOfFile: podmanLog, encoding: .utf8) else { return 0 }
        return text.split(separator: "\n").compactMap { Double($0) }.reduce(0, +) / 1_000_000
    }

    private func makeRepository() async throws {
        try write("pear\napple\n", to: seed + "/fruits.txt")
        try write("default_model: sonnet\n", to: seed + "/.airut/airut.yaml")
        try write("domains: []\n", to: seed + "/.airut/network-allowlist.yaml")
        let container = seed + "/.airut/container"
        try write(
            "FROM scratch\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\", \"mkdir\", \"-p\", \"/root\", \"/tmp\", \"/etc\"]\n",
            to: container + "/Dockerfile")
        try FileManager.default.copyItem(atPath: "/bin/busybox", toPath: container + "/busybox")
        try await run(["git", "init", "-q", "--bare", "-b", "main", remote])
        for arguments in [
            ["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "Onboarded"],
            ["push", "-q", remote, "main"],
        ] { try await run(["git", "-C", seed] + arguments) }
    }

    private func writePodman() throws {
        try write(
            PodmanConfiguration.storage(graph: "\(path)/graph", state: "\(path)/run"),
            to: path + "/storage.conf")
        try write(
            PodmanConfiguration.engine, to: path + "/containers.conf")
        let settings =
            "#!/bin/sh\nexport CONTAINERS_STORAGE_CONF=\(path)/storage.conf CONTAINERS_CONF=\(path)/containers.conf\n"
        try write(settings + "exec podman \"$@\"\n", to: podman, permissions: 0o755)
        try write(
            settings + "exec \(Self.agent) account \(podmanLog) podman \"$@\"\n", to: accountedPodman,
            permissions: 0o755)
    }

    private func removeContainers() async throws {
        try await run([podman, "rm", "--force", "--all", "--time", "0"], mayFail: true)
        // The storage is a mount of its own: here as root, else in the user's namespace.
        if geteuid() == 0 {
            try await run(["umount", "--recursive", path + "/graph/overlay"], mayFail: true)
        } else {
            try await run([podman, "unshare", "rm", "-rf", path + "/graph"], mayFail: true)
        }
    }
}
