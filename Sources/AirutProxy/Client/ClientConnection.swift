import AirutPolicy
import NIOCore
import NIOTLS

/// One connection from the container, behind TLS or plain: requests in turn, each an ``Exchange``.
final class ClientConnection: ChannelDuplexHandler, Expiring {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Mode: Equatable {
        /// Nothing counts before TLS is there.
        case handshake
        case requests
        /// After a protocol switch: bytes are passed on as they are.
        case tunnel
        /// The last answer is on its way; what still arrives is dropped, so that the client can read it in peace.
        case lingering
    }

    let proxy: Proxy
    let origin: ConnectionOrigin
    var mode: Mode
    var received = ByteBuffer()
    var headReader: HeadReader
    var exchange: Exchange?
    /// Kept between requests for the same authority, as the client's own connection would have been.
    var upstream: UpstreamConnection?
    var deadline: NIODeadline?

    private(set) var context: ChannelHandlerContext?
    private var outgoing = Outgoing()
    private var gate = Gate()
    var isProcessing = false

    init(proxy: Proxy, origin: ConnectionOrigin) {
        self.proxy = proxy
        self.origin = origin
        mode = origin.scheme == .https ? .handshake : .requests
        headReader = HeadReader(limits: proxy.headLimits)
    }

    /// Whether more may be written without piling up in memory.
    var isWritable: Bool { context?.channel.isWritable ?? false }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        deadline = proxy.deadlines.after(proxy.policy.limits.headerMilliseconds)
        proxy.deadlines.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) { end("the client's connection ended") }

    func channelInactive(context: ChannelHandlerContext) { end("the client closed its connection") }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard mode != .lingering, mode != .handshake else { return }
        var part = unwrapInboundIn(data)
        if received.readableBytes == 0 { received = part } else { received.writeBuffer(&part) }
        process()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { mode = .requests }
    }

    func channelReadComplete(context: ChannelHandlerContext) { upstream?.flush() }

    func read(context: ChannelHandlerContext) {
        if mode == .lingering || gate.passes(buffered: received.readableBytes) { context.read() }
    }

    /// Reads on if that was held back and there is room again.
    func readOn() { if gate.isDue(buffered: received.readableBytes) { context?.read() } }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable else { return }
        upstream?.process()
        process()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        origin.problem = origin.problem ?? "\(error)"
        context.close(promise: nil)
    }

    func write(_ part: ByteBuffer) {
        if let due = outgoing.append(part) { context?.write(wrapOutboundOut(due), promise: nil) }
    }

    func write(_ piece: (inout ByteBuffer) throws -> Void) rethrows { try outgoing.append(piece) }

    func flush() {
        guard let context else { return }
        if let due = outgoing.take() { context.write(wrapOutboundOut(due), promise: nil) }
        context.flush()
    }

    func close() { context?.close(promise: nil) }

    private func end(_ reason: String) {
        guard context != nil else { return }
        context = nil
        proxy.deadlines.remove(self)
        exchange?.abandon(reason)
        exchange = nil
        upstream?.close()
        upstream = nil
        logUnused()
    }
}
