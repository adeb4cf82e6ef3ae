import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

/// `airut-init` outside of a container.
@Suite struct InitTests {
    private func run(
        _ script: String, environment: [String: Secret] = [:], input: [UInt8] = [], holdsInput: Bool = true
    ) async throws -> (result: ChildResult, output: String) {
        let log = LineLog()
        let command = ChildCommand(
            BuiltProgram.path("airut-init"), ["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"])
        let frame = try InitFrame(environment: environment, input: input)
        let result = try await ChildProcess.stream(
            command, input: frame.bytes, holdsInput: holdsInput, limits: .init(deadline: .seconds(60))
        ) { await log.add($0) }
        return (result, await log.lines.joined())
    }

    @Test func `the command gets its environment, its input and its end`() async throws {
        let (result, output) = try await run(
            "cat; printf '%s' \"$A|$B\"; exit 7", environment: ["A": Secret("two\nlines"), "B": Secret("")],
            input: Array("hello ".utf8))
        #expect(output == "hello two\nlines|")
        #expect(result.ending == .exited(7))
    }

    @Test func `input of any size passes`() async throws {
        let (_, output) = try await run("wc -c", input: [UInt8](repeating: 65, count: 3_000_000))
        #expect(output.trimmingCharacters(in: .whitespacesAndNewlines) == "3000000")
    }

    @Test func `a command killed by a signal gives 128 and its number`() async throws {
        #expect(try await run("kill -TERM $$").result.ending == .exited(143))
    }

    @Test func `the command dies when nobody holds standard input any more`() async throws {
        let (result, _) = try await run("exec sleep 1000", holdsInput: false)
        #expect(result.ending == .exited(137))
        #expect(result.failure.contains("nobody waits for this container any more"))
    }

    @Test func `the command makes no sockets that a network namespace does not confine`() async throws {
        let script = """
            perl -e 'for $family (1..46) {
                for (1, 2, 3, 5) {
                    next if !socket(S, $family, $_, 0) && $! == \(EAFNOSUPPORT);
                    print "$family ";
                    last;
                }
            }
            print syscall(425, 1, 0), " ", $! + 0'
            """
        #expect(try await run(script).output == "1 2 10 16 -1 \(ENOSYS)")
    }

    @Test func `a request to stop is noted and not passed on`() async throws {
        let (unasked, _) = try await run("exit 3")
        #expect(unasked.failure.contains(" ended 3"))
        let (failed, _) = try await run("kill -TERM $PPID; sleep 0.2; exit 3")
        #expect(failed.ending == .exited(3) && !failed.failure.contains(" ended "))
        let (done, output) = try await run("kill -TERM $PPID; sleep 0.2; echo done")
        #expect(done.ending == .exited(0) && output == "done\n" && done.failure.contains(" ended 0"))
    }

    @Test func `a command that is missing gives 127 and a sentence`() async throws {
        let command = ChildCommand(BuiltProgram.path("airut-init"), ["no-such-command"], environment: ["PATH": "/bin"])
        let frame = try InitFrame(environment: [:], input: [])
        let result = try await ChildProcess.stream(
            command, input: frame.bytes, holdsInput: true, limits: .init(deadline: .seconds(60))
        ) { _ in }
        #expect(result.ending == .exited(127))
        #expect(result.failure.contains("airut-init: cannot run no-such-command: No such file or directory"))
        #expect(frame.reportsStart(result.errorHead))
        #expect(
            frame.withoutReports(result.errorOutput)
                == Array("airut-init: cannot run no-such-command: No such file or directory\n".utf8))
    }

    @Test func `bytes that are no frame are refused`() async throws {
        let command = ChildCommand(BuiltProgram.path("airut-init"), ["true"])
        let result = try await ChildProcess.run(
            command, input: [UInt8](repeating: 1, count: 500), deadline: .seconds(60))
        #expect(result.ending == .exited(125))
        #expect(result.failure == "airut-init: cannot read the frame: the frame is malformed")
    }

    @Test func `a name that no environment can hold is refused before anything runs`() {
        #expect(throws: SandboxError.self) { try InitFrame(environment: ["A=B": Secret("x")], input: []) }
        #expect(throws: SandboxError.self) { try InitFrame(environment: ["A": Secret("x\0y")], input: []) }
    }
}
