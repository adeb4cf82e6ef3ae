import CLinux
import Glibc

/// Asks the running server of a state directory.
public struct ControlClient: Sendable {
    private let directory: String
    private let patience: Duration

    /// - Parameter patience: how long the server may take to take the question, and to answer.
    public init(directory: String, patience: Duration = .seconds(60)) {
        self.directory = directory
        self.patience = patience
    }

    private static let longestAnswer = 64 << 20

    /// - Throws: ``SupervisorError`` when no server runs there, or it does not answer.
    public func ask(_ request: ControlRequest) async throws -> ControlAnswer {
        let action = "ask the server of \(directory)"
        let connection = ControlConnection(try connect(action))
        guard await connection.write(try ControlLine.encode(request), within: patience),
            let line = await connection.readLine(maximumBytes: Self.longestAnswer, within: patience)
        else { throw SupervisorError(action: action, reason: "it does not answer") }
        do {
            return try ControlLine.decode(ControlAnswer.self, from: line)
        } catch {
            throw SupervisorError(action: action, reason: "it answers something that this version does not understand")
        }
    }

    private func connect(_ action: String) throws(SupervisorError) -> Int32 {
        let folder = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else {
            throw SupervisorError(action: action, reason: errno == ENOENT ? "none is running" : SystemError.text)
        }
        defer { close(folder) }
        let descriptor = unsafe airut_unix_connect(folder, ControlListener.fileName)
        guard descriptor < 0 else { return descriptor }
        let isAbsent = errno == ENOENT || errno == ECONNREFUSED
        throw SupervisorError(action: action, reason: isAbsent ? "none is running" : SystemError.text)
    }
}
