import AirutConfig
import AirutWorker
import ArgumentParser

/// `--online` and `--probe-mail` of `airut check`.
struct OnlineOptions: ParsableArguments {
    @Flag(help: "Also try mail servers, git, the forge and Podman; nothing is changed.") var online = false
    @Flag(
        help: """
            Also mail each mailbox a message with a forged verdict, to see whether the provider lets it through. No server \
            may run meanwhile.
            """)
    var probeMail = false

    /// What came of it; empty when neither was asked for.
    func results(_ configuration: ServerConfiguration) async throws -> [ProbeResult] {
        guard online || probeMail else { return [] }
        let probes = Probes(configuration, tools: try .ofRunningProgram())
        let chosen = (online ? probes.all : []) + (probeMail ? probes.mailing : [])
        return await ProbeRun(probes: chosen) { StandardStream.error.writeLine($0) }.results()
    }

    /// Does it and prints what came of it; exits with 1 when something does not work.
    func run(_ configuration: ServerConfiguration) async throws {
        let results = try await results(configuration)
        StandardStream.output.write(results.map(\.text).joined())
        if results.contains(where: \.failed) { throw ExitCode(1) }
    }
}
