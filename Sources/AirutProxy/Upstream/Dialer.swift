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
        let isReady = eventLoop.makePromise(of: Void.self)
        let connection = UpstreamConnection(
            usesTLS: request.scheme == .https, limits: limits, isReady: isReady)
        let bound = NIOLoopBound((dialer: self, connection: connection), eventLoop: eventLoop)
        let host = request.host
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(.milliseconds(Int64(policy.limits.connectMilliseconds)))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if request.scheme == .https {
                        let context = try bound.value.dialer.context()
                        try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: host.text))
                    }
                    try pipeline.addHandler(bound.value.connection)
                }
            }
        connect(bootstrap, to: request).whenFailure { error in
            isReady.fail(error as? UpstreamFailure ?? Dialer.failure(host, error))
        }
        return isReady.futureResult.map { bound.value.connection }
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
