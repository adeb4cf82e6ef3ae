import AirutConfig
import AirutModel
import AirutSupervisor
import AirutWorker
import ArgumentParser
import CLinux
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the server in the foreground.",
        discussion: """
            SIGTERM or SIGINT lets running agents finish within execution.shutdown_timeout; a second one stops at once. \
            Either way nothing is lost. A changed configuration, or one that SIGHUP tells of, is put into force while the \
            server runs; see airut reload.
            """)

    @OptionGroup var file: ConfigurationOption

    @Option(
        help: "How much to log: trace, debug, info, notice, warning, error.",
        transform: { text in
            guard let level = Logger.Level(rawValue: text) else {
                throw ValidationError("“\(text)” is none of trace, debug, info, notice, warning, error")
            }
            return level
        })
    var logLevel: Logger.Level = .info

    func run() async throws {
        // Each child has a thread of ours for its lifetime: with heaps of their own they would keep what others could use.
        airut_share_heap()
        // Death, until somebody listens; what changes from here on is noticed all the same.
        signal(SIGHUP) { _ in }
        let location = file.location
        let loaded = location.load()
        for problem in loaded.problems { StandardStream.error.writeLine("\(problem)") }
        guard let configuration = loaded.value else { throw ExitCode(2) }
        let secrets = KnownSecrets(configuration.allSecrets)
        let logger = makeLogger(secrets)
        do {
            let server = try Server(
                configuration, file: location, secrets: secrets, tools: try .ofRunningProgram(), logger: logger)
            try await ServerProcess(server: server, logger: logger).run()
        } catch is SecondSignal {
            throw ExitCode(1)
        } catch {
            StandardStream.error.writeLine("airut: \(error)")
            throw ExitCode(1)
        }
    }

    private func makeLogger(_ secrets: KnownSecrets) -> Logger {
        let level = logLevel
        LoggingSystem.bootstrap { label in
            var handler = RedactingLogHandler(StreamLogHandler.standardError(label: label), secrets: secrets)
            handler.logLevel = level
            return handler
        }
        return Logger(label: "airut")
    }
}

/// The user insisted.
struct SecondSignal: Error {}

/// Runs the server until it is told to stop: the first signal drains, the second cancels. SIGHUP has the configuration read
/// again.
struct ServerProcess {
    let server: Server
    let logger: Logger

    func run() async throws {
        let service = ServiceGroupConfiguration.ServiceConfiguration(service: server, serviceName: "server")
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [service], logger: logger))
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask { await server.runGuard("/proc/self/exe", [GuardCommand.name]) }
            tasks.addTask {
                var count = 0
                for await signal in signals {
                    guard signal != .sighup else {
                        await server.reload()
                        continue
                    }
                    count += 1
                    if count > 1 { throw SecondSignal() }
                    logger.notice("stopping; once more stops at once", metadata: ["signal": "\(signal)"])
                    await group.triggerGracefulShutdown()
                }
            }
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
    }
}
