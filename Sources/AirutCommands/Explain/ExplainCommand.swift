import ArgumentParser

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say what Airut would decide, and why.",
        subcommands: [ExplainMailCommand.self, ExplainRequestCommand.self])
}
