import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

@Suite struct ChildProcessTests {
    private func shell(_ script: String) -> ChildCommand {
        ChildCommand("sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
    }

    @Test func `output, error output and status are what the child made of them`() async throws {
        let result = try await ChildProcess.run(
            shell("echo out; echo err >&2; exit 3"), deadline: .seconds(60))
        #expect(
            result
                == ChildResult(
                    ending: .exited(3), output: Array("out\n".utf8), errorHead: Array("err\n".utf8),
                    errorOutput: Array("err\n".utf8)))
        #expect(result.failure == "err")
    }

    @Test func `the first and the last of much error output are kept`() async throws {
        let result = try await ChildProcess.run(
            shell("echo first >&2; yes | head -c 1000000 >&2; echo last >&2"), deadline: .seconds(60))
        #expect(result.errorHead.starts(with: Array("first\ny\n".utf8)))
        #expect(result.errorHead.count == 64 << 10)
        #expect(result.errorOutput.suffix(7) == Array("y\nlast\n".utf8)[...])
        #expect(result.errorOutput.count <= 128 << 10)
    }

    @Test func `eight megabytes in and out pass without a deadlock`() async throws {
        let bytes = (0..<8_000_000).map { UInt8(truncatingIfNeeded: $0) }
        let result = try await ChildProcess.run(shell("cat"), input: bytes, deadline: .seconds(600))
        #expect(result.ending == .exited(0))
        // Outside of the macro, which would look for the differences between two such arrays for hours.
        let isEqual = result.output == bytes
        #expect(isEqual, "\(result.output.count) bytes came back")
    }

    @Test func `a child that does not read its input is no problem`() async throws {
        let result = try await ChildProcess.run(
            shell("exit 4"), input: [UInt8](repeating: 1, count: 1_000_000), deadline: .seconds(60))
        #expect(result.ending == .exited(4))
    }

    @Test func `the environment is the given one and nothing else`() async throws {
        let command = ChildCommand("/usr/bin/env", [], environment: ["A": "1 2"])
        let result = try await ChildProcess.run(command, deadline: .seconds(60))
        #expect(String(decoding: result.output, as: UTF8.self) == "A=1 2\n")
    }

    @Test func `no descriptor beyond the standard three reaches a child`() async throws {
        let result = try await ChildProcess.run(
            ChildCommand("/bin/ls", ["/proc/self/fd"]), deadline: .seconds(60))
        // The fourth is the folder ls reads.
        #expect(String(decoding: result.output, as: UTF8.self) == "0\n1\n2\n3\n")
    }

    /// In a process of its own: the tests beside this one open and close descriptors all the time.
    @Test func `children leave no descriptor open`() async {
        await #expect(processExitsWith: .success) {
            let command = ChildCommand("sh", ["-c", "exit 0"], environment: ["PATH": "/usr/bin:/bin"])
            let count = { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
            _ = try await ChildProcess.run(command, deadline: .seconds(60))
            let before = try count()
            for _ in 0..<100 { _ = try await ChildProcess.run(command, deadline: .seconds(60)) }
            #expect(try count() == before)
        }
    }

    @Test func `a program that is missing is named in the error`() async throws {
        await #expect(throws: SandboxError(kind: .host, action: "run /no/such", reason: "No such file or directory")) {
            try await ChildProcess.run(ChildCommand("/no/such"), deadline: .seconds(60))
        }
    }

    @Test func `cancelling kills the child with all of its group`() async throws {
        let log = LineLog()
        let script = shell("sleep 1000 & echo $!; sleep 1000")
        try await withThrowingTaskGroup(of: Void.self) { group async throws in
            group.addTask {
                _ = try await ChildProcess.stream(script, limits: .init(deadline: .seconds(900))) { await log.add($0) }
            }
            #expect(try await eventually { await !log.lines.isEmpty })
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
        let grandchild = try #require(Int32(await log.text.trimmingCharacters(in: .newlines)))
        #expect(try await eventually { !isRunning(grandchild) })
    }

    @Test func `what a killed child started in another session dies, too`() async throws {
        let log = LineLog()
        let result = try await ChildProcess.stream(
            shell("setsid sh -c 'echo $$; exec sleep 1000' & wait"),
            limits: .init(deadline: .seconds(900), stall: .seconds(10))
        ) { await log.add($0) }
        #expect(result.ending == .stalled)
        let grandchild = try #require(Int32(await log.text.trimmingCharacters(in: .newlines)))
        #expect(try await eventually { !isRunning(grandchild) })
    }

    @Test func `a child that ends takes the rest of its group along`() async throws {
        let result = try await ChildProcess.run(shell("sleep 1000 & echo $!"), deadline: .seconds(60))
        #expect(result.ending == .exited(0))
        let grandchild = try #require(
            Int32(String(decoding: result.output, as: UTF8.self).trimmingCharacters(in: .newlines)))
        #expect(try await eventually { !isRunning(grandchild) })
    }

    @Test func `the deadline ends a child`() async throws {
        let result = try await ChildProcess.run(shell("sleep 1000"), deadline: .milliseconds(300))
        #expect(result.ending == .timedOut)
    }

    @Test func `a child that writes too much is ended`() async throws {
        let result = try await ChildProcess.run(shell("yes"), outputLimitBytes: 1000, deadline: .seconds(60))
        #expect(result.ending == .outputTooLong)
    }

    @Test func `a stop asked for before the start ends the child at once`() async throws {
        let stop = try ChildStop()
        stop.stop()
        let result = try await ChildProcess.stream(
            shell("sleep 1000"), limits: .init(deadline: .seconds(900)), stop: stop
        ) { _ in }
        #expect(result.ending == .stopped)
    }

    @Test func `with grace the child itself may clean up when its descendants were killed`() async throws {
        try await withTemporaryDirectory { folder in
            let stop = try ChildStop()
            let result = try await ChildProcess.stream(
                shell("echo ready; sleep 1000; echo cleaned > \(folder)/file"),
                limits: .init(deadline: .seconds(900), grace: .seconds(60)), stop: stop
            ) { _ in stop.stop() }
            #expect(result.ending == .stopped)
            #expect(try String(contentsOfFile: folder + "/file", encoding: .utf8) == "cleaned\n")
        }
    }

    @Test func `a child waits while nobody takes its output`() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder + "/finished"
            let result = try await ChildProcess.stream(
                shell("head -c 5000000 /dev/zero; echo > \(file)"), limits: .init(deadline: .seconds(600))
            ) { bytes in
                // At most a pipe and two reads are on the way: most of it cannot have been written at the first call.
                if await counter.add(bytes.count) < 2_000_000 {
                    #expect(!FileManager.default.fileExists(atPath: file))
                }
            }
            #expect(result.isSuccess)
            #expect(await counter.total == 5_000_000)
        }
    }

    private let counter = ByteCounter()
}

private actor ByteCounter {
    private(set) var total = 0

    func add(_ count: Int) -> Int {
        total += count
        return total
    }
}
