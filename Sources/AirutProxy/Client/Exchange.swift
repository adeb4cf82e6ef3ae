import AirutPolicy
import NIOCore

/// One request and its answer, from the head to the verdict's line in the log.
final class Exchange {
    enum Phase: Equatable {
        /// The body is read whole, to be inspected.
        case collecting
        case dialling
        /// Bodies flow.
        case open
        case switched
        case ended
    }

    unowned let client: ClientConnection
    let request: RequestHead
    var verdict: ProxyVerdict
    var phase = Phase.dialling
    var forwarded: ForwardedRequest?
    /// What is left of the request's body in the client's connection.
    var requestBody: BodyReader
    /// The body that was read whole, or as it is sent after that.
    var collected: ByteBuffer?
    var upstream: UpstreamConnection?
    /// Whether the upstream connection had served before, so that its end may mean nothing.
    var isOnKeptConnection = false

    // Towards the client.
    var scrubber: ResponseScrubber?
    var answerFraming: BodyFraming?
    var closesClient: Bool

    /// How many of the largest bodies may be in memory to be inspected, of all connections together.
    static let inspectedAtATime = 4
    /// This one's share of ``Proxy/inspectedBytes``.
    var reservedBytes = 0

    private let started = NIODeadline.now()

    /// - Parameter request: its body is still in the client's connection.
    init(_ request: RequestHead, on client: ClientConnection) {
        self.client = client
        self.request = request
        closesClient = !request.keepsAlive
        requestBody = BodyReader(.empty)
        verdict = ProxyVerdict(
            time: client.proxy.log.now(), kind: .request, decision: .allowed,
            subject: "", requestBytes: 0, responseBytes: 0)
    }

    var proxy: Proxy { client.proxy }

    /// Judges the request and begins what follows from that.
    func begin() {
        switch Judgement(request, from: client.origin, by: proxy, verdict: &verdict) {
        case .answer(let answer):
            // A body that nobody will read is still on its way, or its extent is not even known.
            let framing = try? BodyFraming(of: request)
            if framing != .empty, framing != .length(0) { closesClient = true }
            respond(answer)
        case .forward(let forwarded):
            self.forwarded = forwarded
            requestBody = BodyReader(forwarded.framing)
            scrubber = forwarded.scrubber
            forwarded.isInspected ? collect() : dial()
        }
    }

    /// Something came or went: the client's patience begins anew.
    func touch() { client.deadline = proxy.deadlines.after(proxy.policy.limits.idleMilliseconds) }

    /// Answers in the server's place, if nothing was answered yet; else the client can only be cut off.
    func respond(_ answer: LocalAnswer) {
        guard phase != .ended else { return }
        guard answerFraming == nil else { return abort() }
        verdict.status = answer.status
        verdict.responseBytes = answer.body.count
        if !requestBody.isFinished { closesClient = true }
        var fields = [
            HeaderField("Content-Type", "application/json"), HeaderField("Content-Length", String(answer.body.count)),
            HeaderField("Cache-Control", "no-store"),
        ]
        if closesClient { fields.append(HeaderField("Connection", "close")) }
        client.write { buffer in
            // Our own fields cannot break a header.
            try? HeadWriter.response(status: answer.status, reason: answer.reason, fields: fields, into: &buffer)
            if request.method != "HEAD" { buffer.writeBytes(answer.body) }
        }
        discardUpstream()
        finish()
    }

    /// Ends with a failure after the decision.
    func fail(_ failure: UpstreamFailure) {
        guard phase != .ended else { return }
        verdict.decision = .failed
        verdict.reason = failure.reason
        respond(LocalAnswer(failure))
    }

    /// The request turned out to be one that is not passed on.
    func refuse(_ problem: HTTPProblem) {
        verdict.decision = .refused
        verdict.reason = problem.reason
        closesClient = true
        respond(LocalAnswer(problem))
    }

    /// The client is cut off in the middle of an answer, which is how it notices.
    func abort() {
        guard phase != .ended else { return }
        discardUpstream()
        log()
        client.exchange = nil
        client.close()
    }

    /// The client is gone.
    func abandon(_ reason: String) {
        guard phase != .ended else { return }
        if phase != .switched {
            verdict.decision = verdict.decision == .allowed ? .failed : verdict.decision
            verdict.reason = verdict.reason ?? reason
        }
        discardUpstream()
        log()
    }

    /// It took too long.
    func expire() {
        if verdict.decision == .allowed, phase != .switched {
            verdict.decision = .failed
            verdict.reason =
                phase == .dialling ? "the server could not be reached in time" : "nothing came for too long"
        }
        guard phase != .switched, answerFraming == nil else { return abort() }
        closesClient = true
        respond(LocalAnswer(UpstreamFailure(status: 504, reason: verdict.reason ?? "it took too long")))
    }

    /// The answer is complete.
    func finish() {
        guard phase != .ended else { return }
        log()
        client.exchangeEnded(closes: closesClient)
    }

    /// An upstream connection in the middle of something is of no further use.
    func discardUpstream() {
        if let upstream {
            upstream.exchange = nil
            upstream.close()
            client.upstream = nil
        }
        upstream = nil
    }

    private func log() {
        phase = .ended
        proxy.inspectedBytes -= reservedBytes
        verdict.milliseconds = Int((NIODeadline.now() - started).nanoseconds / 1_000_000)
        proxy.log.write(verdict)
    }
}
