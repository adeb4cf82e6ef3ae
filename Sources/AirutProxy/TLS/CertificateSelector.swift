import AirutPolicy
import NIOCore
import NIOSSL
import NIOTLS

/// Chooses the certificate of an intercepted connection: for the server name the client asks for, or, when it names none,
/// for the name whose address it dialled.
enum CertificateSelector {
    /// The handler that waits for the client's first message and then puts TLS in its own place.
    static func handler(
        for origin: ConnectionOrigin, _ contexts: ServerContexts, _ pipeline: ChannelPipeline.SynchronousOperations
    ) -> ByteToMessageHandler<SNIHandler> {
        ByteToMessageHandler(
            SNIHandler { result in
                let chosen = pipeline.eventLoop.makeCompletedFuture {
                    if case .hostname(let name) = result { origin.serverName = name }
                    try replacePlaceholder(for: origin, contexts, pipeline)
                }
                // Without TLS the connection is of no use.
                chosen.assumeIsolated().whenFailure { pipeline.fireErrorCaught($0) }
                return chosen
            })
    }

    private static func replacePlaceholder(
        for origin: ConnectionOrigin, _ contexts: ServerContexts, _ pipeline: ChannelPipeline.SynchronousOperations
    ) throws {
        let name = origin.serverName.map { HostName($0) } ?? origin.resolvedName
        guard let name, name.address == nil else {
            throw ProxyError(action: "choose a certificate", reason: "the client names no host")
        }
        let placeholder = try pipeline.handler(type: ByteToMessageHandler<SNIHandler>.self)
        let tls = NIOSSLServerHandler(context: try contexts.context(for: name))
        try pipeline.addHandler(tls, position: .after(placeholder))
        pipeline.removeHandler(placeholder, promise: nil)
    }
}
