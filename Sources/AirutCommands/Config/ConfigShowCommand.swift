import AirutConfig
import ArgumentParser

struct ConfigShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print every setting of the server with the value it has, defaults included.",
        discussion: """
            Variables are filled in, secrets are dots. Settings without a value are comments that say what counts instead.

            Exit status: 0 done, 2 the file cannot be read or has errors.
            """)

    @OptionGroup var file: ConfigurationOption

    func run() async throws {
        let loaded = file.load()
        guard let configuration = loaded.value else {
            for problem in loaded.problems { StandardStream.error.writeLine("\(problem)") }
            throw ExitCode(2)
        }
        StandardStream.output.write(configuration.effectiveText)
    }
}
