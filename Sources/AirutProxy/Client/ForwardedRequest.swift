import AirutPolicy
import NIOCore

/// A request that was allowed, as it goes upstream. Only ``Judgement`` makes one.
struct ForwardedRequest {
    let canonical: CanonicalRequest
    /// With real credentials, without `Host` and what concerns one connection only.
    let fields: [HeaderField]
    let framing: BodyFraming
    /// Whether it asks to become a WebSocket, which its rule permits.
    let isWebSocket: Bool
    /// Whether the client waits for a word before it sends the body (RFC 9110 §10.1.1).
    let awaitsContinue: Bool
    /// Whether the body is judged before anything is sent.
    let isInspected: Bool
    let scrubber: ResponseScrubber?

    /// Writes the head.
    ///
    /// - Parameter framing: of the body as it is sent now.
    func writeHead(framing: BodyFraming, into buffer: inout ByteBuffer) throws(HTTPProblem) {
        var all = [HeaderField("Host", canonical.authority)]
        all += fields
        switch framing {
        case .length(let count): all.append(HeaderField("Content-Length", String(count)))
        case .chunked: all.append(HeaderField("Transfer-Encoding", "chunked"))
        case .empty, .untilClose: break
        }
        if isWebSocket { all += [HeaderField("Connection", "Upgrade"), HeaderField("Upgrade", "websocket")] }
        try HeadWriter.request(method: canonical.method, target: canonical.target, fields: all, into: &buffer)
    }
}
