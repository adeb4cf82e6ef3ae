import AirutConfig
import AirutMail
import AirutModel
import AirutPolicy
import AirutWorker
import ArgumentParser

struct ExplainMailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "What a repository would do with a mail.",
        discussion: """
            The mail must be as it lies in the mailbox, with every header field. It is read and judged by the server's own \
            code; nothing is changed, and a server may run meanwhile.

            Exit status: 0 accepted, 1 not accepted, 2 the configuration or the mail cannot be used.
            """)

    @Argument(help: "The mail's file; - is standard input.") var mail: String
    @Option(help: "The repository's id; without it, the one that the mail's addresses belong to.") var repo: String?
    @OptionGroup var file: ConfigurationOption
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        do {
            let explanation = try await explain()
            StandardStream.output.write(json ? explanation.json : explanation.text)
            if !explanation.accepted { throw ExitCode(1) }
        } catch let error as ExitCode {
            throw error
        } catch {
            StandardStream.error.writeLine("airut: \(error)")
            throw ExitCode(2)
        }
    }

    private func explain() async throws -> MailExplanation {
        let loaded = file.load()
        guard let configuration = loaded.value else {
            for problem in loaded.problems { StandardStream.error.writeLine("\(problem)") }
            throw ExitCode(2)
        }
        let raw = try MailFile.read(mail)
        let previewer = MailPreviewer(
            tools: try .ofRunningProgram(), state: StateDirectory(path: configuration.stateDirectory))
        do {
            let choice = RepositoryChoice(repositories: configuration.repositories, wanted: repo)
            let repository = try choice.repository(of: try await previewer.header(of: raw))
            let preview = try await previewer.preview(of: raw, for: repository)
            return MailExplanation(preview, repository: repository.id)
        } catch let error as WorkerError {
            return MailExplanation(unreadable: error)
        }
    }
}
