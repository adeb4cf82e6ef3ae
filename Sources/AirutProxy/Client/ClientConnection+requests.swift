import AirutPolicy
import NIOCore

extension ClientConnection {
    /// After the last answer, the time for the client to read it and close.
    private static let lingerMilliseconds = 2000

    /// Goes on with whatever is due: the body of the request in hand, then the next request.
    func process() {
        guard !isProcessing else { return }
        isProcessing = true
        while step() {}
        isProcessing = false
        flush()
        readOn()
    }

    /// - Returns: whether there may be more to do.
    private func step() -> Bool {
        guard mode != .lingering else { return false }
        if let exchange {
            exchange.pumpRequest()
            return self.exchange !== exchange
        }
        // Answers of our own must not pile up for a client that does not read them.
        guard mode == .requests, isWritable else { return false }
        do throws(HTTPProblem) {
            guard let head = try headReader.next(in: &received) else { return false }
            origin.isUsed = true
            let exchange = Exchange(try RequestHead(parsing: head, limits: proxy.headLimits), on: self)
            self.exchange = exchange
            exchange.begin()
            return true
        } catch {
            refuse(error)
            return false
        }
    }

    /// Answers what is no request at all.
    private func refuse(_ problem: HTTPProblem) {
        origin.isUsed = true
        let answer = LocalAnswer(problem)
        proxy.log.write(
            ProxyVerdict(
                time: proxy.log.now(), kind: .request, decision: .refused, subject: "", host: origin.names.first,
                reason: problem.reason, status: answer.status))
        write { buffer in
            // Our own fields cannot break a header.
            try? HeadWriter.response(
                status: answer.status, reason: answer.reason,
                fields: [
                    HeaderField("Content-Type", "application/json"), HeaderField("Connection", "close"),
                    HeaderField("Content-Length", String(answer.body.count)),
                ], into: &buffer)
            buffer.writeBytes(answer.body)
        }
        linger()
    }

    /// The exchange in hand is over.
    func exchangeEnded(closes: Bool) {
        exchange = nil
        if closes { return linger() }
        deadline = proxy.deadlines.after(proxy.policy.limits.headerMilliseconds)
        process()
    }

    /// Sends what is written, then says that nothing follows, and waits for the client to go.
    ///
    /// Closing at once would make the kernel reset the connection when the client has sent more, and the client may then
    /// never see the answer (RFC 9112 §9.6).
    private func linger() {
        mode = .lingering
        received = ByteBuffer()
        upstream?.close()
        upstream = nil
        deadline = proxy.deadlines.after(ClientConnection.lingerMilliseconds)
        flush()
        readOn()
        guard let context else { return }
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in self.context?.close(mode: .output, promise: nil) }
    }

    func expire() {
        deadline = nil
        guard let exchange, mode != .lingering else { return close() }
        exchange.expire()
    }

    /// A connection that brought no request is worth a line when it failed: no trust in our certificate, no HTTP.
    func logUnused() {
        guard !origin.isUsed, let problem = origin.problem else { return }
        proxy.log.write(
            ProxyVerdict(
                time: proxy.log.now(), kind: .connection, decision: .failed, subject: origin.names.first ?? "",
                host: origin.names.first, reason: problem))
    }
}
