import AirutConfig
import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@testable import AirutWorker

@Suite(.timeLimit(.minutes(5))) struct GitChildTests {
    @Test func `whoever can do without what is new does not wait as long as others`() async throws {
        let silent = try LoopbackListener()
        let git = GitChild(
            tools: ToolFolder(path: BuiltProgram.folder), url: "https://127.0.0.1:\(silent.port)/web.git",
            settings: GitSettings())
        try await withTemporaryDirectory { folder in
            // By the settings it would be five minutes, which this suite does not have.
            let failure = await #expect(throws: GitFailure.self) {
                try await git.refresh(mirror: folder + "/mirror", within: .milliseconds(500))
            }
            #expect(failure?.kind == .timedOut)
        }
    }

    @Test func `an outage is waited for, damage and killed processes are tried again, what stays as it is is told`() {
        let kinds: [(GitFailure.Kind, fetching: StageFailure.Remedy, reading: StageFailure.Remedy)] = [
            (.unreachable, .tryAgainLater, .tryAgain), (.timedOut, .tryAgainLater, .tryAgain),
            (.damagedMirror, .answer, .tryAgain), (.other, .answer, .tryAgain), (.unusable, .answer, .answer),
        ]
        for (kind, fetching, reading) in kinds {
            let failure = GitFailure(kind: kind, action: "read", reason: "odd")
            #expect(failure.remedyBeforeTheRun == fetching && failure.remedyWithMirror == reading)
        }
    }

    @Test(arguments: [true, false])
    func `damage deep inside a mirror is found by its reader and healed by the next refresh`(isTree: Bool) async throws
    {
        try await withTemporaryDirectory { folder in
            let upstream = folder + "/upstream"
            let script = """
                git init -q -b main \(upstream); cd \(upstream); mkdir src; echo text > src/app.txt
                git add -A; git commit -qm First; mkdir \(folder)/mirrors
                """
            try await run(["/bin/sh", "-ec", script])
            let git = GitChild(
                tools: ToolFolder(path: BuiltProgram.folder), url: "file://\(upstream)", settings: GitSettings())
            let mirror = folder + "/mirrors/mirror"
            let read = {
                if isTree { return try await git.tree(mirror: mirror, path: "src").commit }
                return try await git.createWorkspace(folder + "/workspace", from: mirror, branch: "airut/1").commit
            }
            let commit = try await git.refresh(mirror: mirror).commit
            let damage = """
                mv objects/pack packs; mkdir objects/pack
                for p in packs/*.pack; do git unpack-objects -q < $p; done; rm -rf packs
                o=$(git rev-parse main:src/app.txt); f=objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-)
                test -s $f; chmod u+w $f; : > $f
                """
            try await run(["/bin/sh", "-ec", damage], in: mirror)
            let failure = await #expect(throws: GitFailure.self) { try await read() }
            #expect(failure?.kind == .damagedMirror)
            _ = try await git.refresh(mirror: mirror)
            #expect(try await read() == commit)
        }
    }

    @Test func `a workspace is made whose first maker was killed before it could say that it was done`() async throws {
        try await withTemporaryDirectory { folder in
            let tools = ToolFolder(path: folder + "/tools")
            try FileManager.default.createDirectory(atPath: tools.path, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: tools.program("airut-git"), withDestinationPath: BuiltProgram.path("airut-git"))
            let script = """
                #!/bin/sh
                if [ -e "\(folder)/mirror" ] && ! [ -e "\(folder)/killed" ]; then
                    mkdir "\(folder)/workspace" "\(folder)/killed"
                    kill -9 $$
                fi
                exec "\(BuiltProgram.path("airut-confine"))" "$@"

                """
            try script.write(toFile: tools.program("airut-confine"), atomically: true, encoding: .utf8)
            chmod(tools.program("airut-confine"), 0o755)
            try await run(["git", "init", "--quiet", "--initial-branch=main", folder + "/remote"])
            try await run(
                [
                    "git", "-C", folder + "/remote", "-c", "user.name=a", "-c", "user.email=a@airut.test", "commit",
                    "--quiet", "--allow-empty", "--message=first",
                ])
            let git = GitChild(tools: tools, url: folder + "/remote", settings: GitSettings())
            _ = try await git.refresh(mirror: folder + "/mirror")
            let workspace = try await git.createWorkspace(
                folder + "/workspace", from: folder + "/mirror", branch: "airut/x")
            #expect(workspace.defaultBranch == "main")
            let head = try String(contentsOfFile: folder + "/workspace/.git/HEAD", encoding: .utf8)
            #expect(head == "ref: refs/heads/airut/x\n")
        }
    }
}
