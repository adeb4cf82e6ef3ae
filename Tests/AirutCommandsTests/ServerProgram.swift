import AirutModel
import AirutTestSupport
import Foundation

@testable import AirutCommands

/// `airut serve` as a process, with its log in a file. Killed when forgotten.
final class ServerProgram: Sendable {
    private let process: ProcessBox
    private let logPath: String

    /// - Parameters:
    ///   - program: the built one, or a copy of it with other helpers beside it.
    ///   - file: its configuration, if the world has more than one server at a time.
    ///   - environment: added to a clean one.
    ///   - variables: further lines of the `.env`.
    ///   - change: edits the demonstration's configuration.
    init(
        _ world: World, program: String = BuiltProgram.path("airut"), file: String? = nil, mailPassword: String? = nil,
        environment: [String: String] = [:], variables: String = "",
        _ change: (String) -> String = { $0 }
    ) throws {
        try world.writeConfiguration(to: file, mailPassword: mailPassword, variables: variables, change)
        logPath = "\(world.folder.path)/serve-\(UUID().uuidString).log"
        try world.folder.write("", to: logPath)
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = ["serve", "--config", file ?? world.folder.configuration]
        process.environment = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": world.folder.path,
            "TMPDIR": world.temporaryFolder,
        ].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(filePath: logPath))
        self.process = ProcessBox(process)
        try process.run()
    }

    /// Edits a configuration: a graceful stop may take its time.
    static func patient(_ text: String) -> String {
        text.replacing("shutdown_timeout: 20", with: "shutdown_timeout: 600")
    }

    deinit { signal(SIGKILL) }

    func signal(_ number: Int32) { process.signal(number) }

    var processID: Int32 { process.processID }

    /// How it ended: its status, or the signal that killed it.
    func status() async throws -> Int32 { await process.ended() }

    var isRunning: Bool { process.isRunning }

    var text: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

    /// Waits for a line of the log; an ended process will not write one any more.
    func log(contains text: String) async throws {
        _ = try await eventually { self.text.contains(text) || !process.isRunning }
        guard self.text.contains(text) else {
            throw DemoError(action: "read the log", reason: "no “\(text)” in it:\n\(self.text)")
        }
    }
}

/// Foundation's process, whose calls used here are safe from any thread.
private final class ProcessBox: @unchecked Sendable {
    private let process: Process
    private let end: AsyncStream<Void>

    init(_ process: Process) {
        self.process = process
        let (end, continuation) = AsyncStream.makeStream(of: Void.self)
        self.end = end
        process.terminationHandler = { _ in continuation.finish() }
    }

    var isRunning: Bool { process.isRunning }
    var processID: Int32 { process.processIdentifier }

    func signal(_ number: Int32) {
        guard process.isRunning else { return }
        kill(process.processIdentifier, number)
    }

    func ended() async -> Int32 {
        for await _ in end {}
        return process.terminationStatus
    }
}
