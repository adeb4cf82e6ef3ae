import AirutConfig
import ArgumentParser

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the server's file: every problem at once, or what would run.",
        discussion: "Exit status: 0 the file is good, 1 it has errors or something does not work, 2 it cannot be read.")

    @OptionGroup var file: ConfigurationOption
    @OptionGroup var online: OnlineOptions

    func run() async throws {
        let loaded = file.load()
        StandardStream.output.write(CheckReport.text(for: loaded, file: file.config))
        guard let configuration = loaded.value else { throw ExitCode(loaded.isUnreadable ? 2 : 1) }
        try await online.run(configuration)
    }
}
