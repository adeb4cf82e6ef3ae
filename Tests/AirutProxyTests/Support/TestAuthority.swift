import Crypto
import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// The certificate authority of the servers in these tests.
struct TestAuthority: Sendable {
    static let shared = try! TestAuthority()

    let pem: String
    private let name: DistinguishedName
    private let key = P256.Signing.PrivateKey()

    private init() throws {
        name = try DistinguishedName { CommonName("Test authority") }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: Date() - 3600,
            notValidAfter: Date() + 86400, issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try .init { Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil)) },
            issuerPrivateKey: .init(key))
        pem = try certificate.serializeAsPEM().pemString
    }

    /// A server's TLS settings with a certificate for the names.
    func server(for names: [String]) throws -> NIOSSLContext {
        let leaf = P256.Signing.PrivateKey()
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(leaf.publicKey), notValidBefore: Date() - 3600,
            notValidAfter: Date() + 86400, issuer: name, subject: try DistinguishedName { CommonName("server") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try .init { SubjectAlternativeNames(names.map { .dnsName($0) }) },
            issuerPrivateKey: .init(key))
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMBytes(Array(certificate.serializeAsPEM().pemString.utf8)).map
                {
                    .certificate($0)
                },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(leaf.derRepresentation), format: .der))))
    }
}
