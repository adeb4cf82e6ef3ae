import AirutConfig
import ArgumentParser

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the server's file: every problem at once, or what would run.",
        discussion: "Exit status: 0 the file is good, 1 it has errors, 2 it cannot be read.")

    @OptionGroup var file: ConfigurationOption

    func run() async throws {
        let loaded = file.load()
        StandardStream.output.write(CheckReport.text(for: loaded, file: file.config))
        guard loaded.value != nil else { throw ExitCode(loaded.isUnreadable ? 2 : 1) }
    }
}
