import AirutTestSupport

/// A Dovecot of our own on loopback ports, its configuration, users and mail in a temporary folder.
public struct DovecotServer: Sendable {
    let imapPort: Int
    let imapsPort: Int
    let submissionPort: Int
    let submissionsPort: Int
    public let folder: String

    /// - Parameter ports: four.
    init(ports: [Int], folder: String) {
        (imapPort, imapsPort, submissionPort, submissionsPort) = (ports[0], ports[1], ports[2], ports[3])
        self.folder = folder
    }
}

/// Starts a Dovecot, hands it to `body` when it answers, and stops it.
///
/// It is killed: asked politely it waits for its children for seconds.
public func withDovecot(
    _ options: MailBackendOptions, _ body: (DovecotServer) async throws -> Void
) async throws {
    try await withTemporaryDirectory { folder in
        try await Certificates(in: folder).issue("server", for: options.names, isExpired: options.isExpired)
        let makeServer = { DovecotServer(ports: $0, folder: folder) }
        try await withServerProgram(ports: 4, in: folder) { ports in
            try DovecotConfiguration(server: makeServer(ports), options: options).write()
            return ["/usr/sbin/dovecot", "-F", "-c", "\(folder)/dovecot.conf"]
        } _: { ports in
            try await body(makeServer(ports))
        }
    }
}
