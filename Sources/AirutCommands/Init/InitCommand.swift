import AirutConfig
import ArgumentParser

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a server's file for one repository.",
        discussion: """
            Asks for what the options do not say, and writes the file with a .env beside it that only its owner can read. \
            Existing files are never changed.

            Exit status: 0 written, 1 not written, 64 wrong usage.
            """)

    @OptionGroup var file: ConfigurationOption
    @Flag(help: "Ask nothing: what has no usual value must be given.") var nonInteractive = false
    @Option(help: "The repository's address.") var repoURL: String?
    @Option(help: "A short name for the repository.") var id: String?
    @Option(help: "The mail address that people write to.") var address: String?
    @Option(help: "Login name at the mail servers; usually the address.") var username: String?
    @Option(help: "The IMAP server; usually imap. and the address's domain.") var imap: String?
    @Option(help: "The SMTP server; usually smtp. and the address's domain.") var smtp: String?
    @Option(help: "What your mail server calls itself in Authentication-Results.") var authservID: String?
    @Option(help: "An address that may write to it, or *@DOMAIN; can be repeated.") var sender: [String] = []
    @Option(help: "The private key, for an address with ssh.") var sshKey: String?
    @Option(help: "The known_hosts file, for an address with ssh.") var knownHosts: String?
    @Option(help: "What the agent logs in with: ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN.")
    var credential = InitAnswers.AgentCredential.apiKey

    func run() async throws {
        let answers = try answers()
        let text = ServerFileText(answers: answers)
        let (folder, name) = Self.place(of: file.config)
        let files = NewFiles(
            folder: folder,
            files: [
                .init(path: ".env", text: text.environment, mode: 0o600),
                .init(path: name, text: text.configuration, mode: 0o600),
            ])
        do throws(NewFiles.Failure) {
            try files.write()
        } catch {
            StandardStream.error.writeLine("airut: \(error)")
            throw ExitCode(1)
        }
        StandardStream.output.write(InitReport(file: text, configuration: file.config, folder: folder).text)
    }

    /// Existing files are told before anybody has answered ten questions.
    private func answers() throws -> InitAnswers {
        let (folder, name) = Self.place(of: file.config)
        let existing = NewFiles(folder: folder, files: [".env", name].map { .init(path: $0, text: "") }).existing
        guard existing.isEmpty else {
            let names = existing.map { "\n  \(folder)/\($0)" }.joined()
            StandardStream.error.writeLine("airut: nothing was written, because these exist:\(names)")
            throw ExitCode(1)
        }
        let ask: ((String) -> String?)? = nonInteractive ? nil : { Self.ask($0) }
        do throws(InitDialog.Failure) {
            var answers = try InitDialog(
                given: given, ask: ask, tell: { StandardStream.output.writeLine($0) }
            ).answers()
            answers.credential = credential
            return answers
        } catch {
            StandardStream.error.writeLine("\(error)")
            throw ExitCode(nonInteractive ? 64 : 1)
        }
    }

    private var given: [String: String] {
        let all: [(String, String?)] = [
            ("repo-url", repoURL), ("id", id), ("address", address), ("username", username), ("imap", imap),
            ("smtp", smtp), ("authserv-id", authservID), ("ssh-key", sshKey), ("known-hosts", knownHosts),
            ("sender", sender.isEmpty ? nil : sender.joined(separator: ",")),
        ]
        return Dictionary(all.compactMap { name, value in value.map { (name, $0) } }) { first, _ in first }
    }

    private static func ask(_ prompt: String) -> String? {
        StandardStream.output.write(prompt)
        guard let line = readLine() else { return nil }
        return String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private static func place(of path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[slash...].dropFirst()))
    }
}

extension InitAnswers.AgentCredential: ExpressibleByArgument {}
