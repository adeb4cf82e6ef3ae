public import ArgumentParser

/// `airut`: the command line's root.
public struct AirutCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "airut",
        abstract: "Mail a git repository, and Claude Code works on it.",
        version: "0.1.0",
        subcommands: [
            InitCommand.self, OnboardCommand.self, CheckCommand.self, ConfigCommand.self, ExplainCommand.self,
            ServeCommand.self, StatusCommand.self, StopCommand.self, ReloadCommand.self, RetryMailCommand.self,
            DemoCommand.self, GuardCommand.self,
        ])

    public init() {}
}
