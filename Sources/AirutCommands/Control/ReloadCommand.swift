import AirutSupervisor
import ArgumentParser

struct ReloadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Have the running server read its configuration again.",
        discussion: """
            A server notices by itself when its file or the .env beside it changes; this says what became of it. Only what \
            changed is touched. A repository whose mailbox, mail server or container host changed is restarted once no task \
            of it runs; until then it begins none.

            Exit status: 0 in force, 1 the file cannot be used and what was in force stays so, 2 no server runs.
            """)

    @OptionGroup var server: RunningServer

    @Flag(
        help:
            "Restart such repositories at once: agents that run there are interrupted, and their senders told to reply."
    )
    var now = false

    func run() async throws { try await server.carryOut(.reload(now: now)) }
}
