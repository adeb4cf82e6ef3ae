import AirutTestSupport
import FoundationEssentials

/// The `openssl` command as a web server on a loopback port: TLS like everybody else's, with our own certificate.
///
/// It serves the files of a folder (`-HTTP`: their whole text is the answer, head included).
func withWebServer(
    names: String = "DNS:localhost", isExpired: Bool = false, files: [String: String] = [:],
    _ body: (_ port: Int, _ authority: String) async throws -> Void
) async throws {
    try await withTemporaryDirectory { folder in
        let certificates = try await Certificates(in: folder)
        try await certificates.issue("server", for: names, isExpired: isExpired)
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
        try await withServerProgram(ports: 1, in: folder) { ports in
            [
                "openssl", "s_server", "-quiet", "-HTTP", "-accept", "127.0.0.1:\(ports[0])", "-cert", "server.pem",
                "-key", "server.key",
            ]
        } _: { ports in
            try await body(ports[0], certificates.authority)
        }
    }
}

/// A loopback port where connections are made and nothing is ever said.
func withSilentServer(_ body: (_ port: Int) async throws -> Void) async throws {
    let listener = try LoopbackListener()
    try await body(listener.port)
    withExtendedLifetime(listener) {}
}
