import ArgumentParser

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look at configuration files, and bring them up to date.",
        subcommands: [ConfigShowCommand.self, ConfigSchemaCommand.self, ConfigMigrateCommand.self])
}
