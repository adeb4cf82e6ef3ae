import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

/// Whom a server that cleans up after a killed one ends, and whom not.
@Suite struct LeftoverProcessesTests {
    @Test func `what a killed server started for Podman is ended, another server's is not`() async throws {
        try await withFakePodman { podman in
            let instance = "left-" + UUID().uuidString
            let own = try start([podman, "-"], mark: instance + ".run")
            let other = try start([podman, "-"], mark: "other-" + instance + ".run")
            let shared = try start(["/bin/cat", "-"], mark: instance + ".run")
            defer { for process in [own, other, shared] where process.isRunning { process.terminate() } }
            let haveBegun = try await eventually {
                [own, other].allSatisfy { ProcessTree.name(of: $0.processIdentifier) == "podman" }
                    && ProcessTree.name(of: shared.processIdentifier) == "cat"
            }
            try #require(haveBegun)
            LeftoverProcesses.kill(marked: instance + ".", podman: "podman")
            #expect(try await eventually { !isRunning(own.processIdentifier) })
            #expect(isRunning(other.processIdentifier) && isRunning(shared.processIdentifier))
        }
    }

    @Test(.enabled(if: geteuid() == 0))
    func `a container's process that calls itself Podman and bears a mark is left alone`() async throws {
        try await withFakePodman { podman in
            let instance = "forged-" + UUID().uuidString
            let holder = try start(
                ["/usr/bin/unshare", "--pid", "--fork", "--kill-child", podman, "-", "build"], mark: instance + ".x")
            defer { holder.terminate() }
            let isUnderWay = try await eventually { !ProcessTree.descendants(of: holder.processIdentifier).isEmpty }
            try #require(isUnderWay)
            let forged = ProcessTree.descendants(of: holder.processIdentifier)[0]
            #expect(try await eventually { ProcessTree.name(of: forged) == "podman" })
            LeftoverProcesses.kill(marked: instance + ".", podman: "podman")
            #expect(isRunning(forged))
        }
    }

    @Test(.enabled(if: geteuid() == 0)) func `another user's process with the same mark is left alone`() async throws {
        try await withFakePodman { podman in
            let instance = "foreign-" + UUID().uuidString
            let foreign = try start(
                ["/usr/bin/setpriv", "--reuid", "65534", "--clear-groups", podman, "-"], mark: instance + ".run")
            defer { foreign.terminate() }
            #expect(try await eventually { ProcessTree.name(of: foreign.processIdentifier) == "podman" })
            LeftoverProcesses.kill(marked: instance + ".", podman: "podman")
            #expect(isRunning(foreign.processIdentifier))
        }
    }

    /// Without root, Podman executes itself once more: the second process builds, the first waits for it.
    @Test func `a build's steps are ended, and both of its processes are left to clean up`() async throws {
        try await withTemporaryDirectory { folder in
            let podman = folder + "/podman"
            try FileManager.default.copyItem(atPath: "/usr/bin/dash", toPath: podman)
            let script = """
                if [ "$AGAIN" ]; then sleep 1000; echo clean > \(folder)/cleaned
                else AGAIN=1 \(podman) -c ". \(folder)/script" build; :; fi
                """
            try script.write(toFile: folder + "/script", atomically: true, encoding: .utf8)
            let instance = "build-" + UUID().uuidString
            let build = try start([podman, "-c", ". \(folder)/script", "build"], mark: instance + ".run")
            defer { build.terminate() }
            let isUnderWay = try await eventually {
                ProcessTree.descendants(of: build.processIdentifier).contains { ProcessTree.name(of: $0) == "sleep" }
            }
            #expect(isUnderWay)
            LeftoverProcesses.kill(marked: instance + ".", podman: "podman")
            #expect(try await eventually { !isRunning(build.processIdentifier) })
            #expect(FileManager.default.fileExists(atPath: folder + "/cleaned"))
        }
    }

    @Test func `somebody who looks for a container's name is no monitor of it`() throws {
        let name = "airut-" + UUID().uuidString
        let reader = try start(["/bin/sh", "-c", "read line", "grep", "-n", name, "log"], mark: "none")
        defer { reader.terminate() }
        var host = PodmanHost(instance: "none")
        host.command = ["podman"]
        ContainerRemoval(podman: Podman(host: host)).killMonitor(of: name)
        #expect(isRunning(reader.processIdentifier))
    }

    /// A program of that name that only waits.
    private func withFakePodman(_ body: (String) async throws -> Void) async throws {
        try await withTemporaryDirectory { folder in
            let path = folder + "/podman"
            try FileManager.default.copyItem(atPath: "/bin/cat", toPath: path)
            try await body(path)
        }
    }

    /// Waits for standard input, which stays open.
    private func start(_ command: [String], mark: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ["PATH": "/usr/bin:/bin", PodmanHost.markName: mark]
        process.standardInput = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
