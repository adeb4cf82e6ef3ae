import AirutModel
import AirutTestSupport
import Foundation

/// `airut serve` of the same build, with its log in a file.
final class BenchServer: Sendable {
    let usage: ProcessUsage
    let logPath: String
    private let process: ProcessBox

    init(configuration: String, logPath: String) throws {
        self.logPath = logPath
        try Data().write(to: URL(filePath: logPath))
        let process = Process()
        process.executableURL = URL(filePath: BuiltProgram.path("airut"))
        process.arguments = ["serve", "--config", configuration]
        process.environment = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent",
            "MAIL_PASSWORD": BenchSite.password.reveal(), "FORGE_TOKEN": BenchSite.forgeToken,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(filePath: logPath))
        self.process = ProcessBox(process: process)
        try process.run()
        usage = ProcessUsage(id: process.processIdentifier)
    }

    deinit { if process.process.isRunning { kill(process.process.processIdentifier, SIGKILL) } }

    var isRunning: Bool { process.process.isRunning }
    var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

    /// Lets it end by itself, as a service manager does.
    func stop() async throws {
        if process.process.isRunning { process.process.terminate() }
        _ = try await eventually { !self.process.process.isRunning }
    }

    /// Foundation's process; what is called of it is safe on any thread.
    private struct ProcessBox: @unchecked Sendable { let process: Process }
}
