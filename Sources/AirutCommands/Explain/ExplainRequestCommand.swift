import AirutConfig
import AirutPolicy
import ArgumentParser

struct ExplainRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Whether a repository's network allowlist allows a request.",
        discussion: """
            Decided by the code of the proxy, about the file as it lies here. What counts in a task is the file on the \
            repository's default branch.

            Exit status: 0 allowed, 1 blocked, 2 the allowlist cannot be used.
            """)

    @Argument(help: "The request's method, like GET.") var method: String
    @Argument(help: "The whole URL, like https://pypi.org/simple/flask/.") var url: String
    @Option(help: "A working copy of the repository.") var repo: String?
    @Option(help: "The allowlist itself, instead of --repo.") var allowlist: String?
    @Flag(help: "The request asks to become a WebSocket.") var websocket = false
    @Flag(help: "Ask about the build of the image: the file's section build.") var build = false
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        if (repo == nil) == (allowlist == nil) { throw ValidationError("Give either --repo DIR or --allowlist FILE.") }
        if RawRequest(url: url) == nil { throw ValidationError("“\(url)” is no URL with http:// or https://.") }
    }

    func run() async throws {
        let path = allowlist ?? "\(repo ?? ".")/\(AllowlistFile.path)"
        let loaded = AllowlistFile.load(path: path)
        for problem in loaded.problems { StandardStream.error.writeLine("\(problem)") }
        guard let file = loaded.value, let raw = RawRequest(url: url, method: method) else { throw ExitCode(2) }
        guard let rules = build ? file.imageBuild : file.task else {
            StandardStream.error.writeLine(
                "\(path): has no section build, so the server's network.build_allowlist counts")
            throw ExitCode(2)
        }
        let explanation = RequestExplanation(raw, url: url, isWebSocket: websocket, by: rules)
        StandardStream.output.write(json ? explanation.json : explanation.text)
        if explanation.decision != .allowed { throw ExitCode(1) }
    }
}
