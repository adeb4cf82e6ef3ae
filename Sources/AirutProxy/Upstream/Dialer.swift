import AirutPolicy
import NIOCore
import NIOPosix
import NIOSSL

/// Makes connections to servers: resolves the name, checks every address, dials one of those, verifies the certificate.
final class Dialer {
    private let policy: ProxyPolicy
    private let eventLoop: any EventLoop
    /// Where names are resolved, which blocks.
    private let threads: NIOThreadPool
    private let configuration: TLSConfiguration
    /// Made when it is first needed: it reads all of the system's authorities.
    private var madeContext: NIOSSLContext?

    /// - Throws: when the additional authorities are no certificates.
    init(policy: ProxyPolicy, eventLoop: any EventLoop, threads: NIOThreadPool) throws {
        self.policy = policy
        self.eventLoop = eventLoop
        self.threads = threads
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if let pem = policy.additionalAuthorities {
            configuration.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))]
        }
        self.configuration = configuration
    }

    private func context() throws -> NIOSSLContext {
        if let madeContext { return madeContext }
        let context = try NIOSSLContext(configuration: configuration)
        madeContext = context
        return context
    }

    /// - Returns: a connection that is ready for requests; fails with ``UpstreamFailure``.
    func dial(_ request: CanonicalRequest, limits: HeadLimits) -> EventLoopFuture<UpstreamConnection> {
        ready(connect(bootstrap(request, limits), to: request), request.host)
    }

    /// - Returns: as above, to the first of these addresses that answers.
    func dial(
        _ request: CanonicalRequest, at addresses: CheckedAddresses, limits: HeadLimits
    ) -> EventLoopFuture<UpstreamConnection> {
        let bootstrap = bootstrap(request, limits).resolver(addresses)
        return ready(bootstrap.connect(host: request.host.text, port: request.scheme.port), request.host)
    }

    private func bootstrap(_ request: CanonicalRequest, _ limits: HeadLimits) -> ClientBootstrap {
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        let patience = TimeAmount.milliseconds(Int64(policy.limits.connectMilliseconds))
        return ClientBootstrap(group: eventLoop)
            .connectTimeout(patience)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    let usesTLS = request.scheme == .https
                    if usesTLS {
                        let context = try bound.value.context()
                        try pipeline.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: request.host.text))
                    }
                    // Several addresses may be tried at a time: each has a connection of its own.
                    let isReady = channel.eventLoop.makePromise(of: Void.self)
                    try pipeline.addHandler(
                        UpstreamConnection(usesTLS: usesTLS, limits: limits, isReady: isReady, patience: patience))
                }
            }
    }

    private func ready(
        _ channel: EventLoopFuture<any Channel>, _ host: HostName
    ) -> EventLoopFuture<UpstreamConnection> {
        let eventLoop = eventLoop
        return channel.assumeIsolated().flatMap { channel -> EventLoopFuture<NIOLoopBound<UpstreamConnection>> in
            do {
                let connection = try channel.pipeline.syncOperations.handler(type: UpstreamConnection.self)
                let bound = NIOLoopBound(connection, eventLoop: eventLoop)
                return connection.ready.map { bound }
            } catch {
                return eventLoop.makeFailedFuture(error)
            }
        }
        .flatMapErrorThrowing { throw $0 as? UpstreamFailure ?? Dialer.failure(host, $0) }
        .map { $0.value }.nonisolated()
    }

    private func connect(_ bootstrap: ClientBootstrap, to request: CanonicalRequest) -> EventLoopFuture<any Channel> {
        let port = request.scheme.port
        if let host = policy.staticHosts[request.host.text] {
            return eventLoop.makeCompletedFuture { try SocketAddress(host.address, port: host.port ?? port) }
                .assumeIsolated().flatMap { bootstrap.connect(to: $0) }.nonisolated()
        }
        let (policy, eventLoop, host) = (policy, eventLoop, request.host)
        return threads.runIfActive(eventLoop: eventLoop) { try AddressLookup.addresses(of: host) }
            .flatMapThrowing {
                try CheckedAddresses($0, of: host, port: port, policy: policy, eventLoop: eventLoop)
            }
            .assumeIsolated().flatMap { bootstrap.resolver($0).connect(host: host.text, port: port) }.nonisolated()
    }

    private static func failure(_ host: HostName, _ error: any Error) -> UpstreamFailure {
        UpstreamFailure(status: 502, reason: "\(host) cannot be connected: \(error)")
    }
}
