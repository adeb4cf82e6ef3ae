import AirutPolicy
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// The listeners: what is accepted on each socket.
struct ProxyServer {
    let proxy: Proxy
    let sockets: ActivatedSockets

    /// Takes over the sockets. Used on the proxy's event loop.
    func start(threads: NIOThreadPool) {
        for scheme in [RawRequest.Scheme.http, .https] {
            for descriptor in sockets[scheme == .http ? .http : .https] {
                listen(descriptor) { channel, proxy in try ProxyServer.accept(channel, scheme, proxy) }
            }
        }
        let responder = DNSResponder(pool: proxy.pool, log: proxy.log)
        for descriptor in sockets[.dnsStreams] {
            listen(descriptor) { channel, proxy in
                try channel.pipeline.syncOperations.addHandler(
                    StreamDNSHandler(responder: responder, deadlines: proxy.deadlines))
            }
        }
        for descriptor in sockets[.dnsDatagrams] {
            threads.submit { _ in DatagramServer(descriptor: descriptor, responder: responder).run() }
        }
    }

    private func listen(_ descriptor: Int32, accept: @escaping @Sendable (any Channel, Proxy) throws -> Void) {
        let bound = NIOLoopBound(proxy, eventLoop: proxy.eventLoop)
        _ = ServerBootstrap(group: proxy.eventLoop)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let proxy = bound.value
                    try proxy.checkRoom()
                    try accept(channel, proxy)
                }
            }
            .withBoundSocket(descriptor)
    }

    private static func accept(_ channel: any Channel, _ scheme: RawRequest.Scheme, _ proxy: Proxy) throws {
        let address = channel.localAddress?.policyAddress
        let origin = ConnectionOrigin(
            scheme: scheme, address: address, resolvedName: address.flatMap { proxy.pool.name(at: $0) })
        let connection = ClientConnection(proxy: proxy, origin: origin)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(connection)
        guard scheme == .https else { return }
        try pipeline.addHandler(CertificateSelector.handler(for: origin, proxy.contexts, pipeline), position: .first)
    }
}
