import AirutPolicy
import NIOCore
import NIOTLS

/// One connection to a server: answers in turn, each for the exchange that asked.
final class UpstreamConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// More interim answers than any server sends.
    private static let maximumInterimAnswers = 16

    private enum State {
        case idle
        case head(interim: Int)
        case body(BodyReader)
        case tunnel
        case closed
    }

    /// What waits for an answer.
    weak var exchange: Exchange?
    private let isReady: EventLoopPromise<Void>
    private let patience: TimeAmount
    private var giveUp: Scheduled<Void>?
    private let usesTLS: Bool
    private var context: ChannelHandlerContext?
    private var state = State.idle
    private var received = ByteBuffer()
    private var headReader: HeadReader
    private let limits: HeadLimits
    private var outgoing = Outgoing()
    private var gate = Gate()
    private var isProcessing = false
    private var isInactive = false
    private var hasAnswered = false
    private var failure: String?

    /// - Parameters:
    ///   - isReady: is fulfilled once requests can be sent.
    ///   - patience: how long that may take; then the connection is closed.
    init(usesTLS: Bool, limits: HeadLimits, isReady: EventLoopPromise<Void>, patience: TimeAmount) {
        self.usesTLS = usesTLS
        self.limits = limits
        self.isReady = isReady
        self.patience = patience
        headReader = HeadReader(limits: limits)
    }

    /// Is fulfilled once requests can be sent; fails with ``UpstreamFailure``.
    var ready: EventLoopFuture<Void> { isReady.futureResult }

    /// Whether the next request may be sent. Bytes that nobody asked for would answer it.
    var isIdle: Bool {
        if case .idle = state { !isInactive && context != nil && received.readableBytes == 0 } else { false }
    }

    var isWritable: Bool { context?.channel.isWritable ?? false }

    /// Sends a request's head; its body follows through ``write(_:)``.
    func begin(_ exchange: Exchange, head: ForwardedRequest, framing: BodyFraming) throws(HTTPProblem) {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(1024)
        try head.writeHead(framing: framing, into: &buffer)
        self.exchange = exchange
        state = .head(interim: 0)
        hasAnswered = false
        write(buffer)
    }

    func write(_ part: ByteBuffer) {
        if let due = outgoing.append(part) { context?.write(wrapOutboundOut(due), promise: nil) }
    }

    func flush() {
        guard let context else { return }
        if let due = outgoing.take() { context.write(wrapOutboundOut(due), promise: nil) }
        context.flush()
    }

    func close() {
        state = .closed
        context?.close(promise: nil)
    }

    /// Passes on what was received, as far as the client can take it.
    func process() {
        guard !isProcessing else { return }
        isProcessing = true
        do throws(HTTPProblem) {
            while try step() {}
            if isInactive { try finishInactive() }
        } catch {
            fail(error.reason)
        }
        isProcessing = false
        exchange?.client.flush()
        if gate.isDue(buffered: received.readableBytes) { context?.read() }
    }

    private func step() throws(HTTPProblem) -> Bool {
        guard let exchange else {
            // Nobody asked: what comes cannot belong to a later request.
            if received.readableBytes > 0 { close() }
            return false
        }
        guard exchange.client.isWritable else { return false }
        switch state {
        case .idle, .closed: return false
        case .head(let interim): return try readHead(for: exchange, interim: interim)
        case .body(var body):
            let step = try body.next(in: &received)
            state = .body(body)
            return deliver(step, to: exchange)
        case .tunnel:
            guard let part = BodyReader.take(atMost: .max, from: &received) else { return false }
            exchange.receive(part)
            return true
        }
    }

    private func readHead(for exchange: Exchange, interim: Int) throws(HTTPProblem) -> Bool {
        guard let block = try headReader.next(in: &received) else { return false }
        let head = try ResponseHead(parsing: block, limits: limits)
        hasAnswered = true
        if head.status < 200, head.status != 101 {
            guard interim < UpstreamConnection.maximumInterimAnswers else {
                throw HTTPProblem("the server sends interim answers without end")
            }
            state = .head(interim: interim + 1)
            return true
        }
        let framing = try BodyFraming(of: head, to: exchange.request.method)
        keepsAlive = head.keepsAlive && framing != .untilClose
        state = head.status == 101 ? .tunnel : .body(BodyReader(framing))
        try exchange.receive(head, framing: framing)
        return true
    }

    private var keepsAlive = true

    private func deliver(_ step: BodyReader.Step, to exchange: Exchange) -> Bool {
        switch step {
        case .data(let part): exchange.receive(part)
        case .needsMore: return false
        case .end: complete(exchange)
        }
        return true
    }

    private func complete(_ exchange: Exchange) {
        state = keepsAlive ? .idle : .closed
        let client = exchange.client
        if !keepsAlive { client.upstream = nil }
        self.exchange = nil
        if !keepsAlive { close() }
        exchange.receiveEnd()
        client.flush()
    }

    /// The server has closed, and everything before was passed on as far as possible.
    private func finishInactive() throws(HTTPProblem) {
        guard let exchange, exchange.client.isWritable || received.readableBytes == 0 else { return }
        if case .body(let body) = state, body.endsWithConnection, failure == nil { return complete(exchange) }
        fail(failure ?? "the server closed the connection before its answer was complete")
    }

    private func fail(_ reason: String) {
        let isStale = isInactive && !hasAnswered
        let exchange = exchange
        self.exchange = nil
        close()
        exchange?.upstreamEnded(UpstreamFailure(status: 502, reason: reason, isStale: isStale))
    }

    // The channel's events.

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        giveUp = context.eventLoop.assumeIsolated().scheduleTask(in: patience) { self.expire() }
        if context.channel.isActive, !usesTLS { becomeReady() }
    }

    func channelActive(context: ChannelHandlerContext) { if !usesTLS { becomeReady() } }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { becomeReady() }
    }

    private func becomeReady() {
        giveUp?.cancel()
        isReady.succeed(())
    }

    private func expire() {
        isReady.fail(UpstreamFailure(status: 504, reason: "the server could not be reached in time"))
        close()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        if received.readableBytes == 0 { received = part } else { received.writeBuffer(&part) }
        process()
    }

    func read(context: ChannelHandlerContext) {
        if gate.passes(buffered: received.readableBytes) { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable, let exchange else { return }
        exchange.client.process()
        flush()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isInactive = true
        isReady.fail(UpstreamFailure(status: 502, reason: failure ?? "the server closed the connection"))
        process()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        giveUp?.cancel()
        isReady.fail(UpstreamFailure(status: 502, reason: "the server closed the connection"))
        self.context = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        failure = failure ?? "the connection to the server broke: \(error)"
        isReady.fail(UpstreamFailure(status: 502, reason: failure ?? ""))
        context.close(promise: nil)
    }
}
