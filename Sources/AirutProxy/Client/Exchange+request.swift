import AirutPolicy
import NIOCore

extension Exchange {
    /// Begins to read the body whole.
    func collect() {
        phase = .collecting
        collected = ByteBuffer()
        touch()
        if forwarded?.awaitsContinue == true { writeContinue() }
    }

    /// Moves on what the client has sent of the body; called whenever there is more, or more room.
    func pumpRequest() {
        do throws(HTTPProblem) {
            switch phase {
            case .collecting: try fillCollected()
            case .open: try sendBody()
            case .switched: sendTunnel()
            case .dialling, .ended: break
            }
        } catch {
            refuse(error)
        }
    }

    private func fillCollected() throws(HTTPProblem) {
        while true {
            switch try requestBody.next(in: &client.received) {
            case .data(var part):
                try reserve(part.readableBytes)
                collected?.writeBuffer(&part)
                try Judgement.checkSize(collected?.readableBytes ?? 0, proxy)
                touch()
            case .needsMore: return
            case .end: return try inspect()
            }
        }
    }

    /// Counts bytes of this body among those of all that are read whole.
    private func reserve(_ count: Int) throws(HTTPProblem) {
        let maximum = Exchange.inspectedAtATime * proxy.policy.limits.inspectedBodyBytes
        guard proxy.inspectedBytes + count <= maximum else {
            throw HTTPProblem("too many requests with large bodies are under way; try again later", status: 503)
        }
        proxy.inspectedBytes += count
        reservedBytes += count
    }

    /// The one decision about a body.
    private func inspect() throws(HTTPProblem) {
        switch proxy.toolFilter.filter(Array((collected ?? ByteBuffer()).readableBytesView)) {
        case .unchanged: break
        case .rewritten(let body, let notes):
            collected = ByteBuffer(bytes: body)
            verdict.notes += notes
        case .refused(let refusal):
            throw HTTPProblem(refusal.reason, status: BlockedResponse.status)
        }
        dial()
    }

    /// Gets a connection to the server: the one this client's last request had, or a new one.
    func dial() {
        guard let forwarded else { return }
        phase = .dialling
        client.deadline = proxy.deadlines.after(proxy.policy.limits.connectMilliseconds)
        if let kept = client.upstream, kept.isIdle {
            isOnKeptConnection = true
            return open(kept)
        }
        client.upstream = nil
        isOnKeptConnection = false
        proxy.dialer.dial(forwarded.canonical, limits: proxy.headLimits).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let upstream): self.dialled(upstream)
            case .failure(let error):
                self.fail(error as? UpstreamFailure ?? UpstreamFailure(status: 502, reason: "\(error)"))
            }
        }
    }

    private func dialled(_ upstream: UpstreamConnection) {
        guard phase == .dialling else { return upstream.close() }
        client.upstream = upstream
        open(upstream)
    }

    private func open(_ upstream: UpstreamConnection) {
        guard let forwarded else { return }
        self.upstream = upstream
        phase = .open
        touch()
        let framing = collected.map { BodyFraming.length($0.readableBytes) } ?? forwarded.framing
        do throws(HTTPProblem) {
            try upstream.begin(self, head: forwarded, framing: framing)
        } catch {
            return refuse(error)
        }
        if let collected {
            verdict.requestBytes = collected.readableBytes
            upstream.write(collected)
        } else if forwarded.awaitsContinue {
            writeContinue()
        }
        pumpRequest()
        upstream.flush()
        client.readOn()
    }

    private func sendBody() throws(HTTPProblem) {
        guard collected == nil, let upstream, let framing = forwarded?.framing else { return }
        while !requestBody.isFinished, upstream.isWritable {
            switch try requestBody.next(in: &client.received) {
            case .data(let part):
                verdict.requestBytes = (verdict.requestBytes ?? 0) + part.readableBytes
                upstream.write(framing == .chunked ? chunk(part) : part)
                touch()
            case .needsMore: return
            case .end:
                if framing == .chunked { upstream.write(ByteBuffer(staticString: "0\r\n\r\n")) }
            }
        }
    }

    /// Passes on what the client sent after the switch.
    func sendTunnel() {
        guard let upstream, upstream.isWritable, client.received.readableBytes > 0 else { return }
        verdict.requestBytes = (verdict.requestBytes ?? 0) + client.received.readableBytes
        upstream.write(client.received)
        client.received = ByteBuffer()
        touch()
    }

    private func writeContinue() {
        client.write { $0.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n") }
        client.flush()
    }
}

/// The bytes as one chunk of the chunked coding.
func chunk(_ part: ByteBuffer) -> ByteBuffer {
    var chunk = ByteBuffer()
    chunk.reserveCapacity(part.readableBytes + 20)
    chunk.writeString(String(part.readableBytes, radix: 16))
    chunk.writeStaticString("\r\n")
    chunk.writeImmutableBuffer(part)
    chunk.writeStaticString("\r\n")
    return chunk
}
