import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

/// What a server that was killed leaves, and what its containers wrote.
extension PodmanTests.SandboxTests {
    @Test(arguments: PodmanFlavor.testable)
    func `a sweep removes this instance's containers and no other`(_ flavor: PodmanFlavor) async throws {
        let storage = try PodmanTests.storage(flavor)
        var host = storage.host
        host.instance = "swept-" + UUID().uuidString
        let names = ["swept-\(host.instance.suffix(8))", "kept-\(host.instance.suffix(8))"]
        for (name, instance) in zip(names, [host.instance, "other"]) {
            let made = try await storage.podman([
                "create", "--name", name, "--label", "airut.instance=\(instance)", "--network", "none",
                "--ulimit", "nofile=64:64", "--ulimit", "nproc=64:64", PodmanStorage.image, "true",
            ])
            try #require(made.isSuccess, "\(made.failure)")
        }
        let removed = try await Sandbox(host: host, initPath: storage.initPath).sweep()
        #expect(removed == [names[0]])
        #expect(try await storage.podman(["container", "exists", names[1]]).isSuccess)
    }

    @Test func `a sweep ends what waits for a container that never came to be`() async throws {
        let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
        let task = TaskID.random()
        // An instance of its own: a sweep ends whatever its instance runs.
        var host = storage.host
        host.instance = "swept-" + UUID().uuidString
        // As Podman's monitor is called when Podman was killed before it had made the container.
        let program = try storage.makeFolder() + "/conmon"
        try FileManager.default.copyItem(atPath: "/usr/bin/dash", toPath: program)
        let monitor = Process()
        monitor.executableURL = URL(filePath: program)
        monitor.arguments = ["-c", "read line", "conmon", "-n", host.containerName(of: task), "--rest"]
        monitor.standardInput = Pipe()
        try monitor.run()
        let sandbox = Sandbox(host: host, initPath: storage.initPath)
        try await sandbox.sweep(begun: [.random()])
        #expect(isRunning(monitor.processIdentifier))
        try await sandbox.sweep(begun: [task])
        #expect(try await eventually { !isRunning(monitor.processIdentifier) })
    }

    @Test(arguments: PodmanFlavor.testable)
    func `files of any of the container's users can be deleted`(_ flavor: PodmanFlavor) async throws {
        let storage = try PodmanTests.storage(flavor)
        let folder = try storage.makeFolder()
        let specification = container(
            "mkdir -p /w/a/b; touch /w/a/b/c; chown -R 1000:1000 /w/a; chmod 700 /w/a",
            mounts: [.init(folder, at: "/w", isWritable: true)])
        #expect(try await storage.sandbox.run(specification) { _ in }.status == 0)
        try await storage.sandbox.removeTree(folder)
        #expect(!FileManager.default.fileExists(atPath: folder))
    }
}
