import NIOCore
import NIOPosix
import NIOSSL

/// Runs a mail server on free loopback ports while `body` runs. Afterwards all its connections are closed.
///
/// - Throws: ``TestMailError`` when it cannot be started; what `body` throws.
public func withMailServer<Result: Sendable>(
    _ configuration: TestMailConfiguration, _ body: @Sendable (TestMailServer) async throws -> Result
) async throws -> Result {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    do {
        let server = try await start(configuration, on: group)
        let result = try await body(server)
        try await group.shutdownGracefully()
        return result
    } catch {
        try await group.shutdownGracefully()
        throw error
    }
}

private func start(
    _ configuration: TestMailConfiguration, on group: MultiThreadedEventLoopGroup
) async throws -> TestMailServer {
    let spool = MailSpool(accounts: configuration.accounts)
    let tls = try configuration.security.identity.map(makeContext)
    let imap = try await listen(on: configuration.imapPort, service: .imap, configuration, spool, tls, group) {
        IMAPSession(configuration: configuration, spool: spool)
    }
    let smtp = try await listen(on: configuration.smtpPort, service: .smtp, configuration, spool, tls, group) {
        SMTPSession(configuration: configuration, spool: spool)
    }
    return TestMailServer(configuration: configuration, imapPort: imap, smtpPort: smtp, spool: spool)
}

private func listen(
    on port: Int, service: TestMailLine.Service, _ configuration: TestMailConfiguration, _ spool: MailSpool,
    _ tls: NIOSSLContext?, _ group: MultiThreadedEventLoopGroup,
    makeSession: @escaping @Sendable () -> any ProtocolSession
) async throws -> Int {
    let bootstrap = ServerBootstrap(group: group)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let handler = ConnectionHandler(
                    service: service, session: makeSession(), spool: spool, tls: tls, fault: configuration.fault)
                if let tls, case .implicitTLS = configuration.security {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                }
                try channel.pipeline.syncOperations.addHandler(handler)
            }
        }
    do {
        let channel = try await bootstrap.bind(host: TestMailServer.host, port: port).get()
        return channel.localAddress?.port ?? port
    } catch {
        throw TestMailError(action: "listen on \(TestMailServer.host):\(port)", reason: "\(error)")
    }
}

private func makeContext(_ identity: TestMailIdentity) throws -> NIOSSLContext {
    do {
        let chain = try NIOSSLCertificate.fromPEMFile(identity.certificatePath)
        let key = try NIOSSLPrivateKey(file: identity.keyPath, format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    } catch {
        throw TestMailError(action: "load the certificate \(identity.certificatePath)", reason: "\(error)")
    }
}
