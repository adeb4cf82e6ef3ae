import AirutTestSupport
import CLinux
import Foundation
import Testing

@testable import AirutSupervisor

/// The control socket without a server behind it.
@Suite struct ControlServiceTests {
    /// For machines under load: nothing here takes long.
    private static let patience: Duration = .seconds(240)

    private func withService(
        in folder: String, _ body: @escaping @Sendable (ControlClient) async throws -> Void
    ) async throws {
        let listener = try ControlListener(directory: folder)
        let service = ControlService(listener: listener, patience: Self.patience) { request in
            if case .stop(let id) = request { .done([id]) } else { .refused(String(repeating: "x", count: 3_000_000)) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await service.run() }
            group.addTask { try await body(ControlClient(directory: folder, patience: Self.patience)) }
            try await group.next()
            group.cancelAll()
        }
    }

    /// - Returns: what the server answers to bytes that need be no request; `nil` when it only hangs up.
    private func answer(to bytes: [UInt8], in folder: String) async throws -> ControlAnswer? {
        let opened = open(folder, O_RDONLY)
        defer { close(opened) }
        let connection = ControlConnection(airut_unix_connect(opened, "control"))
        await connection.write(bytes, within: .seconds(60))
        let line = await connection.readLine(maximumBytes: 1 << 20, within: .seconds(120))
        return try line.map { try ControlLine.decode(ControlAnswer.self, from: $0) }
    }

    @Test func `many askers are answered, also beside silent ones`() async throws {
        try await withTemporaryDirectory { folder in
            // Deeper than the address of a Unix socket is long.
            let deep = folder + "/" + String(repeating: "a", count: 120)
            try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
            try await withService(in: deep) { client in
                let opened = open(deep, O_RDONLY)
                defer { close(opened) }
                let silent = (0..<5).map { _ in airut_unix_connect(opened, "control") }
                defer { silent.forEach { close($0) } }
                try await withThrowingTaskGroup(of: ControlAnswer.self) { group in
                    for number in 0..<20 { group.addTask { try await client.ask(.stop(id: "\(number)")) } }
                    var answers: Set<ControlAnswer> = []
                    for try await answer in group { answers.insert(answer) }
                    #expect(answers == Set((0..<20).map { .done(["\($0)"]) }))
                }
                guard case .refused(let text) = try await client.ask(.status) else { throw TestFailure("no answer") }
                #expect(text.count == 3_000_000)
            }
            await #expect(throws: SupervisorError.self) { try await ControlClient(directory: deep).ask(.status) }
        }
    }

    @Test func `nonsense and endless requests are turned away`() async throws {
        try await withTemporaryDirectory { folder in
            try await withService(in: folder) { client in
                let nonsense = try await answer(to: Array("{\"launch\":{}}\n".utf8), in: folder)
                #expect(nonsense == .refused("The request is not one that this server understands."))
                #expect(try await answer(to: [UInt8](repeating: 0x20, count: 1 << 20), in: folder) == nil)
                #expect(try await client.ask(.stop(id: "x")) == .done(["x"]))
            }
        }
    }

    @Test func `another file in the socket's place is not touched`() async throws {
        try await withTemporaryDirectory { folder in
            try "mine".write(toFile: folder + "/control", atomically: true, encoding: .utf8)
            #expect(throws: SupervisorError.self) { try ControlListener(directory: folder) }
            #expect(try String(contentsOfFile: folder + "/control", encoding: .utf8) == "mine")
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can be somebody else for a moment"))
    func `another user is not let in`() async throws {
        try await withTemporaryDirectory { folder in
            try await withService(in: folder) { _ in
                chmod(folder + "/control", 0o666)
                let python =
                    "import socket;s=socket.socket(socket.AF_UNIX);s.connect('\(folder)/control');"
                    + "s.sendall(b'{\\\"stop\\\":{\\\"id\\\":\\\"x\\\"}}\\n');print(len(s.recv(99)))"
                let result = try await run(
                    ["/usr/bin/setpriv", "--reuid", "65534", "--clear-groups", "python3", "-c", python], mayFail: true)
                #expect(result.text != "14\n" && !result.text.contains("1\n"), "\(result.text)")
            }
        }
    }
}
