import AirutConfig
import ArgumentParser
import FoundationEssentials

struct ConfigMigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring a server's file of an earlier format into today's.",
        discussion: """
            Moves pieces of the text: comments, order, tags and everything else stay as they are. Prints what would change; \
            --write changes it.

            Exit status: 0 done, or nothing to do; 1 it cannot be done without losing something; 2 the file cannot be read or \
            written.
            """)

    @Argument(help: "The server's configuration file.") var file: String
    @Flag(help: "Change the file.") var write = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let loaded = Migration.rewriting(path: file)
        guard let migration = loaded.value else {
            for problem in loaded.problems { StandardStream.error.writeLine("\(problem)") }
            throw ExitCode(loaded.isUnreadable && loaded.errors[0].path.isEmpty ? 2 : 1)
        }
        if migration.difference.isEmpty {
            return StandardStream.error.writeLine("\(file): is in today's format")
        }
        guard write else {
            return StandardStream.output.write(migration.diff(of: file, style: .ofOutput(environment)))
        }
        do {
            try FileReplacement(path: file).write(migration.text)
        } catch {
            StandardStream.error.writeLine("airut: \(error)")
            throw ExitCode(2)
        }
        let moved = migration.moves == 1 ? "1 setting" : "\(migration.moves) settings"
        StandardStream.error.writeLine("\(file): rewritten, \(moved) moved")
    }
}
