/// The mail servers that every test of the clients runs against.
public enum MailBackend: CaseIterable, Sendable {
    /// What many use.
    case dovecot
    /// Our own, which also serves the demonstration and the tests of the whole.
    case loopback

    /// Runs a server while `body` runs.
    public func withServer(
        _ options: MailBackendOptions = MailBackendOptions(),
        _ body: @Sendable (any MailBackendServer) async throws -> Void
    ) async throws {
        switch self {
        case .dovecot: try await withDovecot(options) { try await body($0) }
        case .loopback: try await withLoopbackServer(options) { try await body($0) }
        }
    }
}
