import AirutTestSupport
import Foundation
import Testing

/// The demonstration as a newcomer runs it: the built program, with Podman as it comes.
@Suite struct DemoTests {
    @Test func `the demonstration shows the main job`() async throws {
        try await withTemporaryDirectory { folder in
            let podman = try PodmanFolder(folder)
            let result = try await run(
                [BuiltProgram.path("airut"), "demo"], environment: podman.environment, mayFail: true)
            try await podman.remove()
            check(result)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can make an unprivileged user"))
    func `an unprivileged user can run it, too`() async throws {
        try await withTemporaryDirectory { folder in
            let user = try await TestUser.make(home: folder + "/home")
            let podman = try PodmanFolder(folder, owner: user)
            // The checkout may lie where this user cannot look.
            for name in [
                "airut", "airut-reader", "airut-git", "airut-confine", "airut-init", "airut-netns", "airut-proxy",
            ] {
                try FileManager.default.copyItem(atPath: BuiltProgram.path(name), toPath: "\(folder)/\(name)")
            }
            let result = try await run(
                user.prefix + [folder + "/airut", "demo"], environment: podman.environment, mayFail: true)
            try await podman.remove(as: user)
            try await user.remove()
            check(result)
        }
    }

    private func check(_ result: CommandResult) {
        #expect(result.status == 0, "\(result.errorOutput)\(result.text)")
        for text in [
            "Accepted: mail.airut.test confirmed the sender alice@airut.test", "I merged the attached list",
            "📎 fruits.txt",
            "+cherry", "did not let this run reach `recipes.example`", "- host: recipes.example",
            "Opened pull request #1", "I added **kiwi** to the list", "Updated pull request #1",
            "Refused: mail.airut.test did not confirm the sender alice@airut.test: DMARC fail", "Nobody was answered",
        ] { #expect(result.text.contains(text), "the output says “\(text)”") }
    }
}

/// Folders for Podman's images and containers, apart from the machine's own.
private struct PodmanFolder {
    let path: String
    let environment: [String: String]

    init(_ folder: String, owner: TestUser? = nil) throws {
        path = folder
        let files = FileManager.default
        for name in ["home", "run", "tmp", "graph", "state"] {
            try files.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            if let owner { chown("\(folder)/\(name)", owner.id, owner.id) }
        }
        try PodmanConfiguration.storage(graph: "\(folder)/graph", state: "\(folder)/state").write(
            toFile: folder + "/storage.conf", atomically: true, encoding: .utf8)
        try PodmanConfiguration.engine.write(toFile: folder + "/containers.conf", atomically: true, encoding: .utf8)
        environment = [
            "HOME": folder + "/home", "TMPDIR": folder + "/tmp", "XDG_RUNTIME_DIR": folder + "/run",
            "CONTAINERS_STORAGE_CONF": folder + "/storage.conf", "CONTAINERS_CONF": folder + "/containers.conf",
        ]
    }

    /// Files of a container's users, and mounts, are not for an ordinary `rm`.
    func remove(as user: TestUser? = nil) async throws {
        let prefix = user?.prefix ?? []
        try await run(prefix + ["podman", "rm", "--force", "--all"], environment: environment, mayFail: true)
        if user != nil {
            let command = prefix + ["podman", "unshare", "rm", "-rf", path + "/graph", path + "/tmp"]
            try await run(command, environment: environment, mayFail: true)
            try await run(prefix + ["podman", "system", "migrate"], environment: environment, mayFail: true)
        } else {
            try await run(["umount", "--recursive", path + "/graph/overlay"], mayFail: true)
        }
    }
}
