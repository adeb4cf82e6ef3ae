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

    @Test(arguments: PodmanFlavor.testable)
    func `a sweep removes what a killed build of this instance left, and no other's`(_ flavor: PodmanFlavor)
        async throws
    {
        let storage = try PodmanTests.storage(flavor)
        var hosts: [PodmanHost] = []
        for _ in 0..<2 {
            var host = storage.host
            host.instance = "built-" + UUID().uuidString
            hosts.append(host)
            try await breakOffBuild(host, storage)
        }
        let left = [try await workingContainers(hosts[0]), try await workingContainers(hosts[1])]
        #expect(!left[0].isEmpty && !left[1].isEmpty)
        try await Sandbox(host: hosts[0], initPath: storage.initPath).sweep()
        #expect(try await workingContainers(hosts[0]).isEmpty)
        #expect(try await workingContainers(hosts[1]) == left[1])
        try await Sandbox(host: hosts[1], initPath: storage.initPath).sweep()
        for container in left.joined() {
            #expect(try await storage.podman(["container", "exists", "--external", container]).ending == .exited(1))
        }
    }

    /// Killed with its steps, as by a service manager that lost patience.
    private func breakOffBuild(_ host: PodmanHost, _ storage: PodmanStorage) async throws {
        let files = try ImageFolder(
            ImageContent(files: PodmanStorage.busyboxFiles(dockerfile: "RUN sleep 1000; echo \(host.instance)\n")),
            below: storage.folder)
        let command = PodmanCommand.build(
            files.path, tag: "localhost/airut-test:broken-off", isFresh: true, limits: .init(), network: .none,
            mark: .init(oneBuildOf: host.instance), host: host,
            support: .init(memory: false, cpus: false, processes: false))
        let stop = try ChildStop()
        let lines = OutputLines(maximumLineBytes: 1 << 20) { line in
            if String(decoding: line, as: UTF8.self).contains("RUN sleep") { stop.stop() }
        } onOverlongLine: {
        }
        let result = try await ChildProcess.stream(command, limits: ChildLimits(deadline: .seconds(120)), stop: stop) {
            await lines.add($0)
        }
        #expect(result.ending == .stopped, "\(result.failure)")
    }

    private func workingContainers(_ host: PodmanHost) async throws -> [String] {
        try await WorkingContainers(podman: Podman(host: host)).marked(.init(everyBuildOf: host.instance))
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

    /// Podman does not know that the runtime has it, and removes only its own record.
    @Test(arguments: PodmanFlavor.testable, [true, false])
    func `what was killed between its making and its start is ended`(_ flavor: PodmanFlavor, isRecorded: Bool)
        async throws
    {
        let storage = try PodmanTests.storage(flavor)
        var host = storage.host
        host.instance = "swept-" + UUID().uuidString
        let made = try storage.makeFolder() + "/made"
        let runtime = PodmanStorage.runtime ?? "crun"
        host.runtime = made + ".sh"
        try Data(
            """
            #!/bin/sh
            case " $* " in
            *" create "*) \(runtime) "$@"; echo > \(made); exec sleep 1000 ;;
            esac
            exec \(runtime) "$@"
            """.utf8
        ).write(to: URL(filePath: made + ".sh"))
        chmod(made + ".sh", 0o755)
        let (name, mark) = (host.containerName(of: .random()), UUID().uuidString)
        let command = host.callPodman([
            "run", "--name", name, "--label", "airut.instance=\(host.instance)", "--network", "none",
            "--cidfile", made + ".id", "--ulimit", "nofile=64:64", "--ulimit", "nproc=64:64", "--volume",
            "\(storage.initPath):/\(mark):ro", PodmanStorage.image, "true",
        ])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await ChildProcess.run(command, deadline: .seconds(600)) }
            #expect(try await eventually { FileManager.default.fileExists(atPath: made) })
            // Stopped first: neither Podman, which is two processes without root, nor its monitor shall find out and clean up.
            let podman = ["--name", "-n"].flatMap { ProcessTree.processes(withArguments: [$0, name]) }
            for process in podman { kill(process, SIGSTOP) }
            for process in podman.flatMap(ProcessTree.descendants) where !waits(process, mark) {
                kill(process, SIGKILL)
            }
            for process in podman { kill(process, SIGKILL) }
            try await group.waitForAll()
        }
        #expect(waiting(mark).count == 1)
        let neighbour = try await storage.podman([
            "run", "--detach", "--network", "none", "--ulimit", "nofile=64:64", "--ulimit", "nproc=64:64",
            PodmanStorage.image, "sleep", "1000",
        ])
        let sandbox = Sandbox(host: host, initPath: storage.initPath)
        if isRecorded {
            try await sandbox.sweep()
        } else {
            #expect(try await storage.podman(["rm", "--force", name]).isSuccess)
            #expect(waiting(mark).count == 1)
            try await sandbox.removeForgotten(temporaryFolder: storage.folder + "/none")
        }
        #expect(try await eventually { waiting(mark).isEmpty })
        let id = try String(contentsOfFile: made + ".id", encoding: .utf8)
        #expect(try await storage.podman(["container", "exists", id]).ending == .exited(1))
        let state = { (id: String) in
            text(try await ChildProcess.run(host.callRuntime([runtime, "state", id]), deadline: .seconds(60)).output)
        }
        #expect(try await state(id).isEmpty, "the runtime knows it still")
        #expect(try await state(text(neighbour.output.dropLast())).contains(#""status": "running""#))
    }

    /// Whether the process sees the container's files.
    private func waits(_ process: Int32, _ mark: String) -> Bool {
        ProcessFile.text("/proc/\(process)/mountinfo").contains(mark)
    }

    private func waiting(_ mark: String) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { waits($0, mark) }
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
