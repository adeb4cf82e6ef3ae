/// Sends HTTP requests, each on a connection of its own.
///
/// The server's certificate and name are verified. Redirects are not followed: a credential goes to the named server only.
/// The environment's proxy settings (`https_proxy`, `no_proxy`) are honoured, except for this machine itself.
public struct HTTPClient: Sendable {
    private let trust: Trust

    public init(trust: Trust = .system) { self.trust = trust }

    /// - Returns: the answer, whatever its status.
    /// - Throws: ``TransportError`` or `CancellationError`.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await HTTPExchange(request: request, trust: trust).run()
    }
}
