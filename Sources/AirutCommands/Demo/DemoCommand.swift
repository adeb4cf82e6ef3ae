import AirutSupervisor
import AirutWorker
import ArgumentParser
import FoundationEssentials

/// `airut demo`: the main job from mail to pull request, on this machine alone.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run the main job on an embedded mail server, repository, forge and scripted agent.",
        discussion: """
            Three mails are sent: a task with an attachment, a follow-up in the same thread, and a forged one. Everything \
            listens on the loopback interface only; the sandbox is a real Podman container. With --claude the real Claude \
            Code takes the script's place; only its download and its requests to api.anthropic.com leave this machine.
            """)

    @Flag(help: "Leave everything running afterwards, to try with a mail program.")
    var keep = false

    @OptionGroup(title: "The real Claude Code")
    var options: DemoClaudeOptions

    func run() async throws {
        do {
            let claude = try options.agent()
            try await DemoFolder.with { folder in
                do {
                    try await Demo(folder: folder, tools: try .ofRunningProgram(), claude: claude, keeps: keep).run()
                } catch {
                    let log = (try? String(contentsOfFile: folder.log, encoding: .utf8)) ?? ""
                    StandardStream.error.write("\nThe server's log:\n\(log)\n")
                    throw error
                }
            }
        } catch {
            StandardStream.error.writeLine("airut demo: \(error)")
            throw ExitCode(1)
        }
    }
}

/// Why the demonstration could not go on.
struct DemoError: Error, CustomStringConvertible {
    let action: String
    let reason: String
    var description: String { "cannot \(action): \(reason)" }
}
