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

    var isWanted: Bool { online || probeMail }

    /// What came of it.
    func results(_ configuration: ServerConfiguration) async throws -> [ProbeResult] {
        let probes = Probes(configuration, tools: try .ofRunningProgram())
        let chosen = (online ? probes.all : []) + (probeMail ? probes.mailing : [])
        return await ProbeRun(probes: chosen) { StandardStream.error.writeLine($0) }.results()
    }
}
