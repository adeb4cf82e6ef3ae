import AirutModel
import AirutStore
import AirutTestMail
import AirutTestSupport
import Foundation
import Testing

@testable import AirutCommands

/// Why the built program does not start, and what it makes of what a killed one left.
@Suite struct StartTests {
    @Test func `a state directory that cannot be used is a sentence`() async throws {
        try await World.with { world in
            let state = world.folder.state
            let refusals: [(prepare: @Sendable () async throws -> String, said: String)] = [
                ({ "/proc/airut" }, "cannot create the state directory /proc/airut"),
                // Nobody may write there, not even root.
                ({ "/sys" }, "cannot open /sys/lock: Permission denied"),
                (
                    {
                        let folder = world.folder.path + "/locked"
                        try FileManager.default.createDirectory(
                            atPath: folder + "/lock", withIntermediateDirectories: true)
                        return folder
                    }, "/locked/lock: Is a directory"
                ),
                (
                    {
                        let folder = world.folder.path + "/linked"
                        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                        try FileManager.default.createSymbolicLink(
                            atPath: folder + "/lock", withDestinationPath: "/dev/null")
                        return folder
                    }, "/linked/lock: Too many levels of symbolic links"
                ),
                (
                    {
                        let folder = world.folder.path + "/readable"
                        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                        try Data().write(to: URL(filePath: folder + "/file"))
                        return folder + "/file"
                    }, "/readable/file"
                ),
                (
                    {
                        try world.folder.write(
                            "no database at all, only text".appending(String(repeating: ".", count: 5000)),
                            to: state + "/airut.sqlite")
                        return state
                    }, "the file is damaged or not airut's"
                ),
                (
                    {
                        try FileManager.default.removeItem(atPath: state)
                        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
                        _ = try Store(path: state + "/airut.sqlite")
                        try await run([
                            "python3", "-c",
                            "import sqlite3,sys;c=sqlite3.connect(sys.argv[1]);c.execute(\"insert into grdb_migrations values('999')\");c.commit()",
                            state + "/airut.sqlite",
                        ])
                        return state
                    }, "it was written by a newer version of airut"
                ),
            ]
            for refusal in refusals {
                let directory = try await refusal.prepare()
                let server = try ServerProgram(world) { $0.replacing(world.folder.state, with: directory) }
                #expect(try await server.status() == 1)
                #expect(server.text.contains(refusal.said), "\(server.text)")
                #expect(server.text.split(separator: "\n").count <= 2, "\(server.text)")
            }
        }
    }

    @Test func `what a killed server left lying about is gone, and odd time zones change nothing`() async throws {
        try await World.with(agent: AgentScript.doing("true")) { world in
            let left = world.folder.state + "/tmp/airut-abc"
            try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: true)
            try "".write(toFile: left + "/pack", atomically: true, encoding: .utf8)
            let server = try ServerProgram(world, environment: ["TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8"])
            try world.receive(world.task("Hello."))
            let before = Date()
            let mails = try await world.inbox(of: 2)
            #expect(!FileManager.default.fileExists(atPath: left))
            // What a build keeps for the next one is its repository's.
            let scratch = try FileManager.default.contentsOfDirectory(atPath: world.folder.state + "/tmp")
            #expect(scratch.allSatisfy { $0.hasPrefix("build-") })
            let format = DateFormatter()
            format.locale = Locale(identifier: "en_US_POSIX")
            format.dateFormat = "EEE, d MMM yyyy HH:mm:ss Z"
            for mail in mails {
                let text = try #require(mail.field("Date"))
                let date = try #require(format.date(from: text), "\(text)")
                #expect(text.hasSuffix("+0000") && abs(date.timeIntervalSince(before)) < 1000)
            }
            server.signal(SIGTERM)
            #expect(try await server.status() == 0)
        }
    }

    @Test func `what cannot be removed of what a killed server left keeps nothing else, and goes when it can`()
        async throws
    {
        try await World.with { world in
            let left = world.folder.state + "/tmp/build-fruits"
            for name in ["a/stuck", "b", "c"] {
                try FileManager.default.createDirectory(atPath: "\(left)/\(name)", withIntermediateDirectories: true)
                try world.folder.write("", to: "\(left)/\(name)/file")
            }
            // As Go leaves its modules.
            chmod(left + "/b", 0o555)
            try await withImmovable("build-fruits/a/stuck", in: world.folder.state) {
                let server = try ServerProgram(world)
                let isRemoved = try await eventually { files(named: "file", below: world.folder.state) == [] }
                #expect(isRemoved, "\(server.text)")
                if SmallDisk.isPossible { try await server.log(contains: "cannot be removed") }
                server.signal(SIGTERM)
                #expect(try await server.status() == 0)
            }
            let server = try ServerProgram(world)
            let isGone = try await eventually {
                try FileManager.default.contentsOfDirectory(atPath: world.folder.state).allSatisfy {
                    $0 == "tmp" || !$0.hasPrefix("tmp")
                }
            }
            #expect(isGone)
            server.signal(SIGTERM)
            #expect(try await server.status() == 0)
        }
    }

    /// `nil` when something goes while we look.
    private func files(named name: String, below folder: String) -> [String]? {
        (try? FileManager.default.subpathsOfDirectory(atPath: folder))?.filter { $0.hasSuffix("/" + name) }
    }

    /// Keeps a folder of a server's `tmp` from being removed, where this user can. The server moves it with its mount.
    private func withImmovable(_ folder: String, in state: String, _ body: () async throws -> Void) async throws {
        if SmallDisk.isPossible { try await run(["mount", "-t", "tmpfs", "tmpfs", "\(state)/tmp/\(folder)"]) }
        defer {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: state)) ?? []
            for name in names where name.hasPrefix("tmp") { umount2("\(state)/\(name)/\(folder)", 0) }
        }
        try await body()
    }

    @Test func `killed while it talks to the repository's server or builds an image, it leaves no process`()
        async throws
    {
        let files: [String: String?] = [
            ".airut/container/Dockerfile":
                "FROM scratch\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\", \"sleep\", \"1000\"]\n"
        ]
        let silent = try LoopbackListener()
        try await World.with(files: files) { world in
            for (name, repository) in [("airut-git", "https://127.0.0.1:\(silent.port)/a.git"), ("busybox", nil)] {
                let server = try ServerProgram(world) { text in
                    repository.map { text.replacing(world.folder.remote, with: $0) } ?? text
                }
                if repository != nil { try world.receive(world.task("Hello.")) }
                let pid = server.processID
                #expect(
                    try await eventually { try ProcessList().descendants(of: pid).contains { $0.name == name } },
                    "\(name) is under way: \(server.text)")
                let children = try ProcessList().descendants(of: pid)
                server.signal(SIGKILL)
                _ = try await server.status()
                #expect(
                    try await eventually {
                        let living = try ProcessList()
                        return children.allSatisfy { child in !living.all.contains(child) }
                    }, "\(children)")
            }
        }
    }
}
