import AirutSupervisor
import ArgumentParser

struct StopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "End a task, keeping what it did.",
        discussion: "Exit status: 0 it is being stopped, 1 it cannot be, 2 no server runs.")

    @OptionGroup var server: RunningServer

    @Argument(help: "The task, or the conversation whose task is to end.")
    var id: String

    func run() async throws { try await server.carryOut(.stop(id: id)) }
}
