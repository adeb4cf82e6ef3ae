import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

extension PodmanTests {
    @Suite struct SandboxTests {
        func container(
            _ script: String, environment: [String: Secret] = [:], mounts: [ContainerMount] = [],
            limits: ContainerLimits = .init(time: .seconds(120))
        ) -> ContainerSpecification {
            ContainerSpecification(
                image: PodmanStorage.image, task: .random(), command: ["sh", "-c", script], environment: environment,
                mounts: mounts, limits: limits)
        }

        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

        @Test(arguments: PodmanFlavor.testable)
        func `a script gets its input and environment, and its lines and status come back`(
            _ flavor: PodmanFlavor
        ) async throws {
            let storage = try PodmanTests.storage(flavor)
            let log = LineLog()
            let specification = container(
                "cat; echo; echo $GREETING; id -u; exit 5", environment: ["GREETING": Secret("hello")])
            let exit = try await storage.sandbox.run(specification, input: Array("prompt".utf8)) { await log.add($0) }
            #expect(await log.lines == ["prompt", "hello", "0"])
            #expect(exit.cause == .exited)
            #expect(exit.status == 5)
            #expect(try await !storage.exists(specification))
        }

        @Test(arguments: PodmanFlavor.testable)
        func `the container's root writes to a writable mount, and to no other`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let workspace = try storage.makeFolder()
            let tools = try storage.makeFolder()
            try "old".write(toFile: workspace + "/file", atomically: true, encoding: .utf8)
            if let user = storage.user { chown(workspace + "/file", user.id, user.id) }
            let specification = container(
                "echo new > /workspace/file && touch /tools/x; echo $?",
                mounts: [
                    .init(workspace, at: "/workspace", isWritable: true), .init(tools, at: "/tools", isWritable: false),
                ])
            let log = LineLog()
            let exit = try await storage.sandbox.run(specification) { await log.add($0) }
            #expect(await log.lines == ["1"], "\(text(exit.errorTail))")
            #expect(try String(contentsOfFile: workspace + "/file", encoding: .utf8) == "new\n")
        }

        @Test(arguments: PodmanFlavor.testable)
        func `nothing secret is in Podman's database or in an argument`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let secret = "s3cret-" + UUID().uuidString
            let stop = try ChildStop()
            let specification = container("echo ready; sleep 1000", environment: ["TOKEN": Secret(secret)])
            let name = storage.host.containerName(of: specification.task)
            let exit = try await storage.sandbox.run(specification, stop: stop) { _ in
                let inspected = try? await storage.podman(["inspect", name])
                #expect(inspected?.isSuccess == true)
                let arguments = try? await ChildProcess.run(ChildCommand("/bin/ps", ["axww"]), deadline: .seconds(60))
                let seen = text((inspected?.output ?? []) + (arguments?.output ?? []))
                #expect(seen.contains(name))
                #expect(!seen.contains(secret))
                stop.stop()
            }
            #expect(exit.cause == .stopped)
        }

        @Test(arguments: PodmanFlavor.testable)
        func `five capabilities are left, and no way to more`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let log = LineLog()
            let exit = try await storage.sandbox.run(container("cat /proc/self/status")) { await log.add($0) }
            #expect(exit.status == 0, "\(text(exit.errorTail))")
            let status = await log.text
            #expect(status.contains("CapBnd:\t00000000000000cb"))
            #expect(status.contains("NoNewPrivs:\t1"))
            #expect(status.contains("Seccomp:\t2"))
        }

        @Test(arguments: PodmanFlavor.testable)
        func `the first process hides its memory and descriptors, and reaps orphans`(
            _ flavor: PodmanFlavor
        ) async throws {
            let storage = try PodmanTests.storage(flavor)
            let log = LineLog()
            let script = """
                cat /proc/1/fd/0 /proc/1/mem /proc/1/environ 2>&1 | grep -c 'Permission denied'
                (sh -c 'exit 0' & exec true)
                for i in 1 2 3 4 5 6 7 8 9; do
                    grep -qs '^State:.Z' /proc/[0-9]*/status || { echo reaped; break; }
                    sleep 1
                done
                """
            _ = try await storage.sandbox.run(container(script)) { await log.add($0) }
            #expect(await log.lines == ["3", "reaped"])
        }

        @Test(arguments: PodmanFlavor.testable)
        func `cancelling the task takes the container along`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let log = LineLog()
            let specification = container("echo ready; sleep 1000")
            await withThrowingTaskGroup(of: Void.self) { group async in
                group.addTask { _ = try await storage.sandbox.run(specification) { await log.add($0) } }
                #expect((try? await eventually { await !log.lines.isEmpty }) == true)
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            }
            #expect(try await !storage.exists(specification))
        }

        @Test(arguments: PodmanFlavor.testable)
        func `time and stall limits end a container`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let late = container("while :; do echo x; sleep 0.1; done", limits: .init(time: .seconds(3)))
            #expect(try await storage.sandbox.run(late) { _ in }.cause == .timedOut)
            #expect(try await !storage.exists(late))
            let silent = container("sleep 1000", limits: .init(time: .seconds(120), stall: .seconds(2)))
            #expect(try await storage.sandbox.run(silent) { _ in }.cause == .stalled)
            #expect(try await !storage.exists(silent))
        }

        @Test(arguments: PodmanFlavor.testable)
        func `a container that is ended at any moment of its start is gone`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let number = Int.random(in: 1_000_000...9_999_999)
            for milliseconds in stride(from: 0, through: 400, by: 40) {
                let specification = container("sleep \(number)", limits: .init(time: .milliseconds(milliseconds)))
                let name = storage.host.containerName(of: specification.task)
                #expect(try await storage.sandbox.run(specification) { _ in }.cause == .timedOut)
                #expect(try await !storage.exists(specification))
                #expect(
                    try await eventually { ProcessTree.processes(withArguments: ["-n", name]).isEmpty })
            }
            #expect(
                try await eventually {
                    let list = try await ChildProcess.run(ChildCommand("/bin/ps", ["axww"]), deadline: .seconds(60))
                    return !text(list.output).contains("sleep \(number)")
                })
        }

        @Test(arguments: PodmanFlavor.testable)
        func `a killed podman client takes the container along`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let specification = container("echo ready; sleep 1000")
            let name = storage.host.containerName(of: specification.task)
            let exit = try await storage.sandbox.run(specification) { _ in
                let client = ProcessTree.descendants(of: getpid()).first { pid in
                    let line = (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
                    return line.hasPrefix("podman\0") && line.contains("\0run\0") && line.contains(name)
                }
                #expect(client != nil)
                if let client { kill(client, SIGKILL) }
            }
            #expect(exit.cause == .killed)
            #expect(try await !storage.exists(specification))
        }

        @Test(arguments: PodmanFlavor.testable)
        func `a command cannot pretend that its container did not start`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            for flood in ["", "yes noise | head -c 200000 >&2;"] {
                let exit = try await storage.sandbox.run(
                    container("\(flood) echo 'Error: no such image: pretended' >&2; exit 125")
                ) { _ in }
                #expect(exit.cause == .exited)
                #expect(exit.status == 125)
                #expect(!text(exit.errorTail).contains("airut-init"))
            }
        }

        @Test(arguments: PodmanFlavor.testable)
        func `mounts have no setuid programs and no devices`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let log = LineLog()
            let specification = container(
                "grep -E ' /(a|b) ' /proc/mounts",
                mounts: [
                    .init(try storage.makeFolder(), at: "/a", isWritable: true),
                    .init(try storage.makeFolder(), at: "/b", isWritable: false),
                ])
            _ = try await storage.sandbox.run(specification) { await log.add($0) }
            #expect(await log.lines.count == 2)
            #expect(await log.lines.allSatisfy { $0.contains("nosuid,nodev") })
        }

        @Test func `a container that podman leaves behind is removed`() async throws {
            let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
            let forgetful = storage.folder + "/forgetful-podman"
            let script = """
                for argument; do [ "$argument" = --rm ] || arguments+=("$argument"); done
                exec podman "${arguments[@]}"
                """
            try script.write(toFile: forgetful, atomically: true, encoding: .utf8)
            chmod(forgetful, 0o644)
            var host = storage.host
            host.command = host.command.dropLast() + ["/bin/bash", forgetful]
            let specification = container("exit 3")
            let exit = try await Sandbox(host: host, initPath: storage.initPath).run(specification) { _ in }
            #expect(exit.status == 3)
            #expect(try await !storage.exists(specification))
        }

        @Test(.enabled(if: geteuid() == 0))
        func `memory beyond the limit is told apart from any other end`() async throws {
            let storage = try PodmanTests.storage(.rootful)
            let limits = ContainerLimits(memoryBytes: 32 << 20, time: .seconds(120))
            let hungry = container("exec tail -c 200000000 /dev/zero", limits: limits)
            #expect(try await storage.sandbox.run(hungry) { _ in }.cause == .outOfMemory)
            let killed = container("kill -9 $$", limits: limits)
            let exit = try await storage.sandbox.run(killed) { _ in }
            #expect(exit.cause == .exited)
            #expect(exit.status == 137)
        }

        @Test(.enabled(if: geteuid() == 0))
        func `processes beyond the limit are refused`() async throws {
            let storage = try PodmanTests.storage(.rootful)
            let limits = ContainerLimits(processes: 10, time: .seconds(120))
            let exit = try await storage.sandbox.run(
                container("for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 1000 & done", limits: limits)
            ) { _ in }
            #expect(text(exit.errorTail).contains("can't fork"))
        }

        @Test func `limits that this machine cannot enforce fail with a sentence`() async throws {
            var host = try PodmanTests.storage(.rootless).host
            host.allowsUnlimited = false
            let support = try await Podman(host: host).limitSupport()
            let sandbox = Sandbox(host: host, initPath: try PodmanTests.storage(.rootless).initPath)
            if support.missing.isEmpty {
                try await sandbox.checkLimits()
            } else {
                await #expect {
                    try await sandbox.run(container("true")) { _ in }
                } throws: { error in
                    (error as? SandboxError)?.kind == .host
                        && "\(error)".contains("set container.allow_unlimited: true")
                }
            }
        }

        @Test func `a missing podman and a missing image are sentences`() async throws {
            let storage = try PodmanTests.storage(PodmanFlavor.testable[0])
            var host = storage.host
            host.command = ["no-such-podman"]
            await #expect {
                try await Sandbox(host: host, initPath: storage.initPath).run(container("true")) { _ in }
            } throws: { error in
                (error as? SandboxError)?.kind == .host
                    && "\(error)".contains("“no-such-podman” is not installed or not in PATH")
            }
            var specification = container("true")
            specification.image = "localhost/no/such:image"
            await #expect {
                try await storage.sandbox.run(specification) { _ in }
            } throws: { error in
                (error as? SandboxError)?.kind == .imageMissing
                    && "\(error)".hasPrefix("cannot start the container airut-")
            }
        }
    }
}
