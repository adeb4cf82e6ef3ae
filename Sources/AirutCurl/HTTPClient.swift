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

    /// Fetches a file, going on where an earlier attempt broke off.
    ///
    /// Whatever arrived stays in the file when this throws: the next call asks the server for the rest only. Whether the
    /// file is the right one is for the caller to check.
    ///
    /// - Parameter path: made, or continued, with mode 0600. `maximumBodyBytes` of the request bounds the whole file.
    /// - Returns: the answer; of a successful one (200, 206) the body is in the file, and 416 says that the file has all.
    /// - Throws: ``TransportError``, also when the file cannot be written, or `CancellationError`.
    public func download(_ request: HTTPRequest, to path: String) async throws -> HTTPResponse {
        let download = try Download(to: path, maximumBytes: request.maximumBodyBytes)
        var request = request
        if download.offset > 0 { request.headers.append(("Range", "bytes=\(download.offset)-")) }
        return try await HTTPExchange(request: request, trust: trust, download: download).run()
    }
}
