import AirutPolicy
import NIOCore

extension Exchange {
    /// The server's answer begins.
    ///
    /// - Throws: when its head cannot be passed on.
    func receive(_ head: ResponseHead, framing: BodyFraming) throws(HTTPProblem) {
        touch()
        verdict.status = head.status
        if head.status == 101 { return try switchProtocol(head) }
        if scrubber != nil, framing != .empty, framing != .length(0) { try checkOpen(head) }
        var fields = passing(head.fields)
        answerFraming = framing == .empty ? BodyFraming.empty : outgoingFraming(framing)
        if !requestBody.isFinished && forwarded?.framing != .length(0) { closesClient = true }
        switch answerFraming {
        case .length(let count): fields.append(HeaderField("Content-Length", String(count)))
        case .chunked: fields.append(HeaderField("Transfer-Encoding", "chunked"))
        case .untilClose: closesClient = true
        case .empty, nil:
            if request.method == "HEAD", scrubber == nil, let length = head.fields.values(of: "content-length").first {
                fields.append(HeaderField("Content-Length", length))
            }
        }
        if closesClient { fields.append(HeaderField("Connection", "close")) }
        try write(head, fields)
    }

    /// In what is encoded nobody can find a masked secret, and a part may hold half of one.
    private func checkOpen(_ head: ResponseHead) throws(HTTPProblem) {
        let codings = head.fields.listMembers(of: "content-encoding").filter { $0 != "identity" }
        let what = codings.first.map { "encoded (\($0.prefix(40)))" } ?? (head.status == 206 ? "a part only" : nil)
        guard let what else { return }
        throw HTTPProblem(
            "the server's answer is \(what), although that was not asked for, and cannot be searched for a masked secret",
            status: 502)
    }

    private func passing(_ fields: [HeaderField]) -> [HeaderField] {
        var passing = HopByHop.removed(from: fields)
        // Other protocols and ports lead nowhere here; trying them only costs the client time.
        passing.remove("alt-svc")
        return scrubber?.scrub(passing) ?? passing
    }

    /// How the body is delimited towards the client: as by the server, where that is possible.
    private func outgoingFraming(_ framing: BodyFraming) -> BodyFraming {
        if case .length = framing, scrubber?.keepsLength ?? true { return framing }
        return request.minorVersion == 1 ? .chunked : .untilClose
    }

    private func write(_ head: ResponseHead, _ fields: [HeaderField]) throws(HTTPProblem) {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(512)
        // The server's free text could hold a secret; without any, some clients take the answer for a broken one.
        let reason = scrubber == nil ? head.reason : LocalAnswer.phrase(head.status)
        try HeadWriter.response(status: head.status, reason: reason, fields: fields, into: &buffer)
        client.write(buffer)
    }

    /// Some of the answer's body.
    func receive(_ part: ByteBuffer) {
        touch()
        guard phase != .switched else { return pass(part) }
        guard scrubber != nil else { return send(part) }
        let scrubbed = scrubber?.scrub(Array(part.readableBytesView)) ?? []
        if !scrubbed.isEmpty { send(ByteBuffer(bytes: scrubbed)) }
    }

    /// The answer is complete.
    func receiveEnd() {
        if let rest = scrubber?.finish(), !rest.isEmpty { send(ByteBuffer(bytes: rest)) }
        if answerFraming == .chunked { client.write(ByteBuffer(staticString: "0\r\n\r\n")) }
        if requestBody.isFinished {
            upstream?.exchange = nil
            upstream = nil
        } else {
            // The server answered without reading all of the body, whose rest is not sent any more.
            discardUpstream()
        }
        finish()
    }

    private func send(_ part: ByteBuffer) {
        verdict.responseBytes = (verdict.responseBytes ?? 0) + part.readableBytes
        client.write(answerFraming == .chunked ? chunk(part) : part)
    }

    private func pass(_ part: ByteBuffer) {
        verdict.responseBytes = (verdict.responseBytes ?? 0) + part.readableBytes
        client.write(part)
    }

    /// From here on the connection is the client's and the server's own (RFC 9110 §7.8).
    private func switchProtocol(_ head: ResponseHead) throws(HTTPProblem) {
        guard forwarded?.isWebSocket == true, head.fields.listMembers(of: "upgrade") == ["websocket"] else {
            throw HTTPProblem("the server switched to a protocol nobody asked for", status: 502)
        }
        var fields = passing(head.fields)
        fields += [HeaderField("Connection", "Upgrade"), HeaderField("Upgrade", "websocket")]
        phase = .switched
        answerFraming = .untilClose
        closesClient = true
        client.mode = .tunnel
        try write(head, fields)
        sendTunnel()
        upstream?.flush()
    }

    /// The server's connection ended, or what came on it is no HTTP.
    func upstreamEnded(_ failure: UpstreamFailure) {
        // What was said before still arrives.
        guard phase != .switched else { return finish() }
        if failure.isStale, isOnKeptConnection, answerFraming == nil, isRepeatable {
            discardUpstream()
            return dial()
        }
        fail(failure)
    }

    /// Whether sending the request a second time has no second effect, and is possible (RFC 9110 §9.2.2).
    private var isRepeatable: Bool {
        guard let forwarded, forwarded.framing == .empty else { return false }
        return ["GET", "HEAD", "OPTIONS"].contains(forwarded.canonical.method)
    }
}
