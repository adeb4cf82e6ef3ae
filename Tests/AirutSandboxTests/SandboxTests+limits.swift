import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

/// Limits of disk and output.
extension PodmanTests.SandboxTests {
    @Test(arguments: PodmanFlavor.testable)
    func `a container that fills its mounts or its own layer is stopped`(_ flavor: PodmanFlavor) async throws {
        let storage = try PodmanTests.storage(flavor)
        for path in ["/workspace/file", "/file"] {
            let specification = container(
                "for i in 1 2; do head -c 15000000 /dev/zero > \(path)$i; done; sleep 1000",
                mounts: [.init(try storage.makeFolder(), at: "/workspace", isWritable: true)],
                limits: .init(diskBytes: 20_000_000, time: .seconds(120)))
            #expect(try await storage.sandbox.run(specification) { _ in }.cause == .diskFull)
        }
    }

    @Test(arguments: PodmanFlavor.testable)
    func `files that are deleted but open count, and no file is larger than the disk limit`(
        _ flavor: PodmanFlavor
    ) async throws {
        let storage = try PodmanTests.storage(flavor)
        let mounts = [ContainerMount(try storage.makeFolder(), at: "/workspace", isWritable: true)]
        let limits = ContainerLimits(diskBytes: 20_000_000, time: .seconds(120))
        let hidden = container(
            """
            exec 3> /workspace/a 4> /b; rm /workspace/a /b
            head -c 15000000 /dev/zero >&3; head -c 15000000 /dev/zero >&4; sleep 1000
            """, mounts: mounts, limits: limits)
        #expect(try await storage.sandbox.run(hidden) { _ in }.cause == .diskFull)
        let log = LineLog()
        let large = container(
            "head -c 30000000 /dev/zero > /workspace/c; stat -c %s /workspace/c", mounts: mounts, limits: limits)
        // Its blocks are more than the limit: a measurement would end it before it has said so.
        let patient = Sandbox(host: storage.host, initPath: storage.initPath, diskInterval: .seconds(100))
        _ = try await patient.run(large) { await log.add($0) }
        #expect(await log.lines == ["20000000"])
    }

    @Test func `what cannot be measured counts as too much the second time`() async throws {
        let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
        let specification = container(
            "true", mounts: [.init(storage.folder + "/no-such-folder", at: "/workspace", isWritable: true)])
        var watcher = DiskWatcher(
            podman: Podman(host: storage.host), container: specification, interval: .milliseconds(1),
            reserve: ContainerReserve(mostBytes: 0, percent: 0), storagePath: nil)
        #expect(try await watcher.usedBytes() == nil)
        #expect(try await watcher.waitUntilFull() == .diskFull)
        var host = storage.host
        host.command = ["no-such-podman"]
        watcher = DiskWatcher(
            podman: Podman(host: host), container: container("true"), interval: .milliseconds(1),
            reserve: ContainerReserve(mostBytes: 0, percent: 0), storagePath: nil)
        #expect(try await watcher.usedBytes() == nil)
    }

    @Test func `a container is stopped while the machine's disk is nearly full`() async throws {
        let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
        let sandbox = Sandbox(
            host: storage.host, initPath: storage.initPath, diskInterval: .milliseconds(300),
            diskReserveBytes: .max, diskReservePercent: 101)
        let specification = container("sleep 1000")
        #expect(try await sandbox.run(specification) { _ in }.cause == .hostDiskFull)
        #expect(try await !storage.exists(specification))
    }

    @Test func `too long a line and too much output end a container`() async throws {
        let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
        let log = LineLog()
        let endless = container(
            "echo short; cat /dev/zero", limits: .init(time: .seconds(120), lineBytes: 1_000_000))
        #expect(try await storage.sandbox.run(endless) { await log.add($0) }.cause == .lineTooLong)
        #expect(await log.lines == ["short"])
        #expect(try await !storage.exists(endless))
        let chatty = container("yes", limits: .init(time: .seconds(120), outputBytes: 1_000_000))
        #expect(try await storage.sandbox.run(chatty) { _ in }.cause == .outputTooLong)
        #expect(try await !storage.exists(chatty))
    }
}
