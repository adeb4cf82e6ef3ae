import AirutConfig
import AirutSupervisor
import ArgumentParser

/// Which server a command is about, and how it is asked.
struct RunningServer: ParsableArguments {
    @OptionGroup var file: ConfigurationOption

    @Option(help: "The server's state directory, instead of the one that the configuration names.")
    var stateDirectory: String?

    /// Exits with 2 when no server runs there, or it does not answer. A configuration with mistakes is no hindrance: one may
    /// want to know what the server does about it.
    func ask(_ request: ControlRequest) async throws -> ControlAnswer {
        let location = file.location
        let directory = stateDirectory ?? location.stateDirectory
        do {
            return try await ControlClient(directory: directory).ask(request)
        } catch let error as SupervisorError {
            // It may run elsewhere, where a file with mistakes does not tell.
            if stateDirectory == nil {
                for problem in location.load().errors { StandardStream.error.writeLine("\(problem)") }
            }
            StandardStream.error.writeLine("airut: \(error)")
            throw ExitCode(2)
        }
    }

    /// Asks for something to be done and prints what was; exits with 1 when that was refused.
    func carryOut(_ request: ControlRequest) async throws {
        switch try await ask(request) {
        case .done(let sentences): for sentence in sentences { StandardStream.output.writeLine(sentence) }
        case .broken(let problems):
            for problem in problems { StandardStream.error.writeLine(problem) }
            StandardStream.error.writeLine("airut: the configuration cannot be used; the one before stays in force")
            throw ExitCode(1)
        case .refused(let reason):
            StandardStream.error.writeLine("airut: \(reason)")
            throw ExitCode(1)
        case .status: throw ExitCode(2)
        }
    }
}
