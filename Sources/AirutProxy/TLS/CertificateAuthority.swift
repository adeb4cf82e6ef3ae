import AirutPolicy
import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// A certificate authority of one task. Its key is made here and never leaves this process's memory.
struct CertificateAuthority: Sendable {
    /// Clocks in containers are wrong by minutes, in restored virtual machines by hours.
    private static let clockSkew: TimeInterval = 24 * 3600
    /// Longer than any task, warm or running.
    private static let lifetime: TimeInterval = 30 * 24 * 3600

    let certificate: Certificate
    private let key: Certificate.PrivateKey
    /// One for all leaves: making a key costs twice as much as signing a certificate.
    let leafKey = P256.Signing.PrivateKey()

    /// - Parameter date: now.
    init(at date: Date) throws {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try DistinguishedName {
            OrganizationName("Airut")
            CommonName("Airut sandbox \(String(UInt32.random(in: .min ... .max), radix: 36))")
        }
        certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey,
            notValidBefore: date - CertificateAuthority.clockSkew, notValidAfter: date + CertificateAuthority.lifetime,
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: key.publicKey)
            },
            issuerPrivateKey: key)
        self.key = key
    }

    /// The authority's certificate as PEM text.
    var pem: String {
        get throws { try certificate.serializeAsPEM().pemString }
    }

    /// A server certificate for one name, as DER.
    ///
    /// - SeeAlso: RFC 5280 §4.2.1: strict verifiers want the key identifiers.
    func leaf(for name: HostName) throws -> [UInt8] {
        let leaf = Certificate.PublicKey(leafKey.publicKey)
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: leaf,
            notValidBefore: self.certificate.notValidBefore, notValidAfter: self.certificate.notValidAfter,
            issuer: self.certificate.subject,
            subject: try DistinguishedName { OrganizationName("Airut sandbox") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames([.dnsName(name.text)])
                SubjectKeyIdentifier(hash: leaf)
                AuthorityKeyIdentifier(
                    keyIdentifier: SubjectKeyIdentifier(hash: key.publicKey).keyIdentifier)
            },
            issuerPrivateKey: key)
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }
}
