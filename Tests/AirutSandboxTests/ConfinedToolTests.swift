import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

@Suite struct ConfinedToolTests {
    private func bash(_ script: String, _ confinement: Confinement) async throws -> ChildResult {
        try await ConfinedTool(
            confinePath: BuiltProgram.path("airut-confine"), programPath: "/bin/bash", confinement: confinement
        )
        .run(arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"], input: [], deadline: .seconds(60))
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `a program talks through its standard streams`() async throws {
        let tool = ConfinedTool(
            confinePath: BuiltProgram.path("airut-confine"), programPath: "/bin/cat", confinement: .reader)
        let result = try await tool.run(input: Array("mail".utf8), deadline: .seconds(60))
        #expect(text(result.output) == "mail")
        #expect(result.isSuccess)
    }

    @Test func `a file that was not named cannot be read`() async throws {
        let refused = try await bash("read -r line < /etc/passwd && echo $line", .reader)
        #expect(text(refused.errorOutput).contains("Permission denied"))
        let allowed = try await bash("read -r line < /etc/passwd && echo $line", .init(readablePaths: ["/etc/passwd"]))
        #expect(text(allowed.output).hasPrefix("root:"))
    }

    @Test func `files are written in the named folder and nowhere else`() async throws {
        try await withTemporaryDirectory { folder in
            let confinement = Confinement(readablePaths: [folder], writablePaths: [folder + "/in"])
            try FileManager.default.createDirectory(atPath: folder + "/in", withIntermediateDirectories: false)
            let result = try await bash("echo x > \(folder)/in/file; echo x > \(folder)/file", confinement)
            #expect(text(result.errorOutput).contains("Permission denied"))
            #expect(FileManager.default.fileExists(atPath: folder + "/in/file"))
            #expect(!FileManager.default.fileExists(atPath: folder + "/file"))
        }
    }

    @Test func `sockets exist only with a network`() async throws {
        let script = "exec 3<>/dev/tcp/127.0.0.1/1"
        #expect(text(try await bash(script, .reader).errorOutput).contains("Permission denied"))
        #expect(text(try await bash(script, .init(hasNetwork: true)).errorOutput).contains("Connection refused"))
    }

    @Test func `no other process and no other program can be started`() async throws {
        let everything = Confinement(readablePaths: ["/"], hasNetwork: true)
        #expect(text(try await bash("(echo forked)", everything).errorOutput).contains("Operation not permitted"))
        let replaced = try await bash("exec /bin/true; echo $?", everything)
        #expect(replaced.ending != .exited(0))
        #expect(text(replaced.errorOutput).contains("Operation not permitted"))
    }

    @Test func `no other process can be signalled`() async throws {
        let result = try await bash("kill -0 $PPID", .init(readablePaths: ["/"]))
        #expect(text(result.errorOutput).contains("Operation not permitted"))
    }

    @Test func `no capability is left, and none can come back`() async throws {
        let lines = try await bash(
            "while read -r n v; do echo $n $v; done < /proc/self/status", .init(readablePaths: ["/proc"]))
        #expect(text(lines.output).contains("CapEff: 0000000000000000"))
        #expect(text(lines.output).contains("CapPrm: 0000000000000000"))
        #expect(text(lines.output).contains("NoNewPrivs: 1"))
        #expect(text(lines.output).contains("Seccomp: 2"))
    }

    @Test func `other processes show nothing of themselves`() async throws {
        let script = "read -r line < /proc/self/status && echo own; read -r line < /proc/$PPID/status"
        let hidden = try await bash(script, .reader)
        #expect(text(hidden.output) == "own\n")
        #expect(text(hidden.errorOutput).contains("Permission denied"))
        let environment = try await bash("read -r line < /proc/$PPID/environ", .init(readablePaths: ["/proc"]))
        #expect(text(environment.errorOutput).contains("Permission denied"))
    }

    @Test func `processor time, memory and file size are limited`() async throws {
        let looping = try await bash("while :; do :; done", .init(cpuSeconds: 1))
        #expect([.signaled(SIGKILL), .signaled(SIGXCPU)].contains(looping.ending))
        let growing = try await bash("x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done", .init(memoryBytes: 64 << 20))
        #expect(growing.ending != .exited(0))
        #expect(text(growing.errorOutput).contains("cannot allocate"))
        try await withTemporaryDirectory { folder in
            let confinement = Confinement(writablePaths: [folder], fileBytes: 10)
            let writing = try await bash("echo 12345678901234567890 > \(folder)/file", confinement)
            #expect(writing.ending != .exited(0))
        }
    }

    @Test func `a program whose parent has ended does not begin`() async throws {
        let tool = ConfinedTool(
            confinePath: BuiltProgram.path("airut-confine"), programPath: "/bin/cat", confinement: .reader)
        let result = try await ChildProcess.run(tool.command(parent: 1), deadline: .seconds(60))
        #expect(result.ending == .exited(125))
        #expect(text(result.errorOutput) == "airut-confine: cannot follow the parent: it has ended\n")
    }

    @Test func `a program dies with its parent`() async throws {
        // In a session of its own it is beyond the reach of signals to the group.
        let confined =
            "\(BuiltProgram.path("airut-confine")) --read /lib --read /lib64 --read /usr/lib --read /etc/ld.so.cache"
        let script = "setsid \(confined) -- /bin/bash -c 'echo $PPID $$; read -r line' <&0 & wait"
        let log = LineLog()
        let result = try await ChildProcess.stream(
            ChildCommand("bash", ["-c", script], environment: ["PATH": "/usr/bin:/bin"]), holdsInput: true,
            limits: .init(deadline: .seconds(60))
        ) { bytes in
            await log.add(bytes)
            if let parent = await log.numbers.first { kill(parent, SIGKILL) }
        }
        #expect(result.ending == .signaled(SIGKILL))
        let confinedPID = try #require(await log.numbers.last)
        #expect(try await eventually { !isRunning(confinedPID) })
    }

    @Test func `what cannot be confined is not run, and the error says why`() async throws {
        let tool = ConfinedTool(
            confinePath: BuiltProgram.path("airut-confine"), programPath: "/bin/cat",
            confinement: .init(writablePaths: ["/no/such"]))
        await #expect {
            try await tool.run(input: [], deadline: .seconds(60))
        } throws: { error in
            "\(error)".contains("cannot allow /no/such: No such file or directory")
        }
    }

    @Test func `a program has a temporary folder of its own, gone with it`() async throws {
        let confinement = Confinement.git(readable: [], writable: [], network: false)
        let result = try await bash("echo x > $TMPDIR/file && echo $TMPDIR", confinement)
        let folder = text(result.output).trimmingCharacters(in: .newlines)
        #expect(folder.hasPrefix("/"), "\(result.failure)")
        #expect(!FileManager.default.fileExists(atPath: folder))
        let killed = try await bash("echo $TMPDIR; kill -9 $$", confinement)
        #expect(!FileManager.default.fileExists(atPath: text(killed.output).trimmingCharacters(in: .newlines)))
    }

    @Test func `a git process cannot write a file of any size`() {
        #expect(Confinement.git(readable: [], writable: [], network: true).fileBytes == 8 << 30)
    }

    @Test(arguments: SystemCall.forbidden)
    func `what Landlock does not ask about is refused`(_ call: SystemCall) async throws {
        try await withTemporaryDirectory { folder in
            try "text".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
            // Even where the files may be written.
            let confinement = Confinement(writablePaths: [folder], hasNetwork: true, reachesForeignFiles: true)
            let script = """
                $path = "\(folder)/file"; open($opened, "+<", $path) or die; $file = fileno($opened);
                @arguments = (\(call.arguments)); print syscall(\(call.number), @arguments), " ", $! + 0;
                """
            let result = try await ConfinedTool(
                confinePath: BuiltProgram.path("airut-confine"), programPath: "/usr/bin/perl", confinement: confinement
            ).run(arguments: ["-e", script], input: [], deadline: .seconds(60))
            #expect(text(result.output) == "-1 \(call.error)", "\(result.failure)")
        }
    }
}
