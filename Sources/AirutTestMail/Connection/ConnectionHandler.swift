import NIOCore
import NIOSSL

/// Feeds a ``ProtocolSession`` from a channel and does what it says.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Sent through the pipeline when some folder changed.
    private struct SpoolChanged: Sendable {}

    /// Longest line taken; a longer one ends the connection.
    private static let longestLine = 1 << 20

    private let service: TestMailLine.Service
    private let spool: MailSpool
    private let tls: NIOSSLContext?
    private let fault: @Sendable (TestMailLine) -> TestMailFault?
    private var session: any ProtocolSession
    private var input = ByteBuffer()
    /// Bytes of `input` known to hold no line end.
    private var scannedBytes = 0
    private var observer: Int?
    private var isSilent = false

    init(
        service: TestMailLine.Service, session: any ProtocolSession, spool: MailSpool, tls: NIOSSLContext?,
        fault: @escaping @Sendable (TestMailLine) -> TestMailFault?
    ) {
        self.service = service
        self.session = session
        self.spool = spool
        self.tls = tls
        self.fault = fault
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        observer = spool.observe {
            // Later, not now: this very connection may be the one that changes the folder.
            channel.eventLoop.execute { channel.pipeline.fireUserInboundEventTriggered(SpoolChanged()) }
        }
        perform(session.greeting(), context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let observer { spool.stopObserving(observer) }
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is SpoolChanged {
            if !isSilent { perform(session.spoolChanged(), context) }
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        input.writeBuffer(&bytes)
        while context.channel.isActive, !isSilent, let piece = nextPiece(context) { handle(piece, context) }
        input.discardReadBytes()
    }

    /// What the session demands, when it has arrived.
    private func nextPiece(_ context: ChannelHandlerContext) -> [UInt8]? {
        switch session.demand {
        case .bytes(let count): return input.readBytes(length: count)
        case .line:
            let newline = UInt8(ascii: "\n")
            guard
                let length = input.readableBytesView.dropFirst(scannedBytes).firstIndex(of: newline).map({
                    $0 - input.readerIndex
                })
            else {
                scannedBytes = input.readableBytes
                if scannedBytes > Self.longestLine { context.close(promise: nil) }
                return nil
            }
            scannedBytes = 0
            var line = input.readBytes(length: length + 1) ?? []
            line.removeLast()
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            return line
        }
    }

    private func handle(_ piece: [UInt8], _ context: ChannelHandlerContext) {
        guard session.demand == .line, let line = line(piece), let fault = fault(line) else {
            return perform(session.receive(piece), context)
        }
        switch fault {
        case .disconnect: context.close(promise: nil)
        case .silence: isSilent = true
        case .answer(let text):
            perform([.line(text.replacing("$TAG", with: session.tag(of: line.text)))], context)
        case .disconnectAfterEffect:
            _ = session.receive(piece)
            context.close(promise: nil)
        }
    }

    private func line(_ piece: [UInt8]) -> TestMailLine? {
        let text = String(decoding: piece, as: UTF8.self)
        return session.verb(of: text).map { TestMailLine(service: service, verb: $0, text: text) }
    }

    private func perform(_ actions: [SessionAction], _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .send(let bytes): context.write(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .startTLS: startTLS(context)
            case .close:
                context.flush()
                context.close(promise: nil)
            }
        }
        if !actions.isEmpty { context.flush() }
    }

    /// The answer in the clear is flushed first: it must not go through the new handler.
    private func startTLS(_ context: ChannelHandlerContext) {
        context.flush()
        input.clear()
        scannedBytes = 0
        guard let tls else { return context.close(promise: nil) }
        do {
            try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
        } catch {
            context.close(promise: nil)
        }
    }
}
