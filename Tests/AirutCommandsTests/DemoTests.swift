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
                user.prefix + [folder + "/airut", "demo"],
                environment: podman.environment.merging(["ANTHROPIC_API_KEY": "sk-ant-not-to-be-used"]) { $1 },
                mayFail: true)
            try await podman.remove(as: user)
            try await user.remove()
            check(result)
            #expect(result.text.contains("ANTHROPIC_API_KEY is set, but was not used: `make demo-claude`"))
        }
    }

    @Test func `without a key the real Claude Code is not begun`() async throws {
        let result = try await run([BuiltProgram.path("airut"), "demo", "--claude"], mayFail: true)
        #expect(result.status == 1 && result.text.isEmpty)
        #expect(result.errorOutput.contains("cannot run the real Claude Code: ANTHROPIC_API_KEY is not set"))
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
