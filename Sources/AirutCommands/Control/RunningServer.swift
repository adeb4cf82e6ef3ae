import AirutConfig
import AirutSupervisor
import ArgumentParser

/// Which server a command is about, and how it is asked.
struct RunningServer: ParsableArguments {
    @OptionGroup var file: ConfigurationOption

    @Option(help: "The server's state directory, instead of the one that the configuration names.")
    var stateDirectory: String?

    /// Exits with 2 when the configuration cannot be used, no server runs there, or it does not answer.
    func ask(_ request: ControlRequest) async throws -> ControlAnswer {
        do {
            return try await ControlClient(directory: try directory()).ask(request)
        } catch let error as SupervisorError {
            StandardStream.error.writeLine("airut: \(error)")
            throw ExitCode(2)
        }
    }

    /// Asks for something to be done and prints what was; exits with 1 when that was refused.
    func carryOut(_ request: ControlRequest) async throws {
        switch try await ask(request) {
        case .done(let sentences): for sentence in sentences { StandardStream.output.writeLine(sentence) }
        case .refused(let reason):
            StandardStream.error.writeLine("airut: \(reason)")
            throw ExitCode(1)
        case .status: throw ExitCode(2)
        }
    }

    private func directory() throws -> String {
        if let stateDirectory { return stateDirectory }
        let loaded = file.load()
        guard let configuration = loaded.value else {
            for problem in loaded.problems { StandardStream.error.writeLine("\(problem)") }
            throw ExitCode(2)
        }
        return configuration.stateDirectory
    }
}
