import AirutPolicy
import NIOCore

/// DNS over TCP: each message behind its length in two bytes (RFC 1035 §4.2.2).
final class StreamDNSHandler: ChannelInboundHandler, Expiring {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let responder: DNSResponder
    private let deadlines: Deadlines
    private var received = ByteBuffer()
    private var context: ChannelHandlerContext?

    private(set) var deadline: NIODeadline?

    init(responder: DNSResponder, deadlines: Deadlines) {
        self.responder = responder
        self.deadlines = deadlines
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        deadline = deadlines.after(deadlines.limits.headerMilliseconds)
        deadlines.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadlines.remove(self)
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        received.writeBuffer(&part)
        while let length = received.getInteger(at: received.readerIndex, as: UInt16.self),
            received.readableBytes >= 2 + Int(length)
        {
            received.moveReaderIndex(forwardBy: 2)
            guard let query = received.readSlice(length: Int(length)),
                let answer = responder.answer(to: query.readableBytesView)
            else { return context.close(promise: nil) }
            var framed = context.channel.allocator.buffer(capacity: 2 + answer.count)
            framed.writeInteger(UInt16(answer.count))
            framed.writeBytes(answer)
            context.write(wrapOutboundOut(framed), promise: nil)
            deadline = deadlines.after(deadlines.limits.headerMilliseconds)
        }
        received.discardReadBytes()
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

    /// Answers must not pile up for a client that does not read them.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        try? context.channel.syncOptions?.setOption(.autoRead, value: context.channel.isWritable)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func expire() { context?.close(promise: nil) }
}
