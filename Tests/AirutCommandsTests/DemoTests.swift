import AirutTestSupport
import Foundation
import Testing

/// The demonstration as a newcomer runs it: the built program, with Podman as it comes.
@Suite struct DemoTests {
    @Test func `the demonstration shows the main job`() async throws { check(try await DemoProgram.run()) }

    @Test(.enabled(if: geteuid() == 0, "only root can make an unprivileged user"))
    func `an unprivileged user can run it, too, and an API key costs nothing`() async throws {
        let key = ["ANTHROPIC_API_KEY": "sk-ant-not-to-be-used"]
        let result = try await DemoProgram.run(asUser: true, environment: key)
        check(result)
        #expect(result.text.contains("ANTHROPIC_API_KEY is set, but was not used: `make demo-claude`"))
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
