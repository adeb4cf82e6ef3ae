import ArgumentParser
import AirutConfig
import FoundationEssentials

/// `--config FILE`, the same for every command that reads the server file.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .shortAndLong, help: "The server's configuration file.")
    var config = DefaultPaths.configurationFile(ProcessInfo.processInfo.environment)

    var location: ConfigurationFile {
        ConfigurationFile(path: config, environment: ProcessInfo.processInfo.environment)
    }

    func load() -> Loaded<ServerConfiguration> { location.load() }
}
