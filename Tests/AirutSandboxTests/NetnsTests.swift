import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

/// `airut-netns` where it must refuse.
@Suite struct NetnsTests {
    private func run(_ options: [String], parent: Int32 = getpid(), proxy: String = "/bin/cat") async throws
        -> ChildResult
    {
        try await ChildProcess.run(
            ChildCommand(
                BuiltProgram.path("airut-netns"), options + ["--parent", "\(parent)", "--read", "/", "--", proxy]),
            deadline: .seconds(60))
    }

    @Test func `without Podman's user namespace there is no network`() async throws {
        try await withTemporaryDirectory { folder in
            let (missing, stale, own) = (folder + "/missing", folder + "/stale", folder + "/own")
            try "4194305".write(toFile: stale, atomically: true, encoding: .utf8)
            try "\(getpid())".write(toFile: own, atomically: true, encoding: .utf8)
            let result = try await run([missing, stale, own].flatMap { ["--pause-file", $0] })
            #expect(result.ending == .exited(NetworkTools.noUserNamespace))
            #expect(
                result.failure == "airut-netns: cannot find Podman's user namespace: no process in \(missing)")
            #expect(result.output.isEmpty)
        }
    }

    @Test func `a network namespace that cannot be made is said so`() async throws {
        guard geteuid() == 0 else { return }
        let refused = ["--reuid", "65534", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all"]
        try await withTemporaryDirectory { folder in
            try FileManager.default.copyItem(atPath: BuiltProgram.path("airut-netns"), toPath: folder + "/airut-netns")
            let result = try await ChildProcess.run(
                ChildCommand("/usr/bin/setpriv", refused + [folder + "/airut-netns", "--", "/bin/cat"]),
                deadline: .seconds(60))
            #expect(result.ending == .exited(101))
            #expect(result.failure == "airut-netns: cannot make a network namespace: Operation not permitted")
        }
    }

    @Test func `what it does not understand is refused`() async throws {
        let unknown = try await run(["--pause-fil", "x"])
        #expect(unknown.ending == .exited(64))
        #expect(unknown.failure == "airut-netns: cannot understand --pause-fil: no such option, or no value")
        let orphan = try await run([], parent: 1)
        #expect(orphan.ending == .exited(125))
        #expect(orphan.failure == "airut-netns: cannot follow the parent: it has ended")
    }

    @Test func `Podman's folder at run time is looked for where Podman would put it`() {
        #expect(
            PauseFiles.candidates(["XDG_RUNTIME_DIR": "/run/airut"], user: 7)
                == [
                    "/run/airut/libpod/tmp/pause.pid", "/run/user/7/libpod/tmp/pause.pid",
                    "/tmp/podman-run-7/libpod/tmp/pause.pid",
                ])
        #expect(PauseFiles.candidates(["TMPDIR": "/t"], user: 7).last == "/t/podman-run-7/libpod/tmp/pause.pid")
    }
}
