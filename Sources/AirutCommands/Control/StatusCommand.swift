import AirutSupervisor
import ArgumentParser
import FoundationEssentials

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the running server is doing.",
        discussion: "Exit status: 0 all is well, 1 something needs attention, 2 no server runs.")

    @OptionGroup var server: RunningServer

    @Flag(help: "As JSON, everything.")
    var json = false

    func run() async throws {
        guard case .status(let status) = try await server.ask(.status) else {
            StandardStream.error.writeLine("airut: the server answers something else than was asked")
            throw ExitCode(2)
        }
        StandardStream.output.write(try json ? Self.json(status) : StatusText.text(status, at: Date()))
        guard status.problems.isEmpty else { throw ExitCode(1) }
    }

    private static func json(_ status: ServerStatus) throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(status), as: UTF8.self) + "\n"
    }
}
