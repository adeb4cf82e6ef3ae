import AirutConfig
import ArgumentParser
import FoundationEssentials

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the server's file, or a repository's .airut/: every problem at once, or what would run.",
        discussion: """
            Without options the server's file is checked; with --repo alone only the repository; with both, both. A folder \
            is checked as it lies there, whether or not it was committed: for a hook or a build server. With --config, its \
            origin tells which of the server's repositories it is. Of an address, the default branch is fetched into a \
            temporary folder, with the credential of the server's repository of that address, when --config is given. --online and --probe-mail try out what the server's file names.

            Problems of the server's file are shown without the secrets in it.

            Exit status: 0 everything is good (warnings may be shown), 1 there are errors, 2 something cannot be read.
            """)

    @Option(name: .shortAndLong, help: "The server's configuration file.") var config: String?
    @Option(help: "A repository: a folder, or the address of one.") var repo: String?
    @Option(help: "text for people, json for programs, github to annotate a pull request.") var format = CheckFormat
        .text
    @OptionGroup var online: OnlineOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        var parts: [CheckedPart] = []
        var server: ServerConfiguration?
        if config != nil || repo == nil || online.isWanted {
            let file = config ?? DefaultPaths.configurationFile(environment)
            let loaded = ServerConfiguration.load(path: file, environment: environment, givesAdvice: true)
            server = loaded.value
            parts.append(CheckedPart(loaded, file: file))
        }
        if let repo { parts.append(await CheckedRepository(name: repo, server: server).part()) }
        if let server, online.isWanted { parts.append(CheckedPart(try await online.results(server))) }
        write(parts, environment)
        if let status = CheckedPart.exitStatus(parts) { throw ExitCode(status) }
    }

    private func write(_ parts: [CheckedPart], _ environment: [String: String]) {
        let report = ProblemReport(
            parts.flatMap(\.problems), sources: parts.flatMap(\.sources),
            probes: parts.flatMap(\.probes))
        let style = TextStyle.ofOutput(environment)
        switch format {
        case .text: StandardStream.output.write(parts.map { $0.text(style) }.joined(separator: "\n"))
        case .json: StandardStream.output.write(report.json)
        case .github:
            StandardStream.output.write(
                report.github(
                    workspace: environment["GITHUB_WORKSPACE"], from: FileManager.default.currentDirectoryPath))
        }
    }
}
