import AirutPolicy
import Crypto
import NIOCore
import NIOSSL

/// The TLS configurations towards the container, one a name, made when the name is first asked for.
final class ServerContexts {
    /// Each takes some tens of kilobytes.
    private static let maximumKept = 128

    private let authority: CertificateAuthority
    private var kept: [HostName: NIOSSLContext] = [:]

    init(authority: CertificateAuthority) { self.authority = authority }

    func context(for name: HostName) throws -> NIOSSLContext {
        if let context = kept[name] { return context }
        // Rarely so many names; the next connection makes what it needs anew.
        if kept.count >= ServerContexts.maximumKept { kept.removeAll() }
        let context = try NIOSSLContext(configuration: try configuration(for: name))
        kept[name] = context
        return context
    }

    private func configuration(for name: HostName) throws -> TLSConfiguration {
        let certificate = try NIOSSLCertificate(bytes: try authority.leaf(for: name), format: .der)
        let key = try NIOSSLPrivateKey(bytes: Array(authority.leafKey.derRepresentation), format: .der)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        // HTTP/1.1 is the only protocol whose requests are understood here.
        configuration.applicationProtocols = ["http/1.1"]
        // The name was read from the same bytes by another reader: what TLS itself found in them is what counts.
        configuration.sslContextCallback = { values, promise in
            guard let other = values.serverHostname, HostName(other) != name else { return promise.succeed(.noChanges) }
            promise.fail(HTTPProblem("the server name is ambiguous"))
        }
        return configuration
    }
}
