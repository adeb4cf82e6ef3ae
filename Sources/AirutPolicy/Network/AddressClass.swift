/// What kind of place an address is; only ``public`` ones are dialled without the server's say.
public enum AddressClass: String, Codable, Sendable, Hashable, CaseIterable {
    case `public`
    case unspecified
    case loopback
    case `private`
    case linkLocal
    /// Services that hand out a cloud machine's credentials.
    case metadata
    /// Shared by a provider's customers, RFC 6598.
    case carrierGradeNAT
    case multicast
    case broadcast
    case documentation
    /// Benchmarks, future use, discard, ORCHID, and what was never assigned.
    case reserved
    /// IPv6 that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) or goes through a relay.
    case embedded

    /// For "the host's address is …".
    public var phrase: String {
        switch self {
        case .public: "a public one"
        case .unspecified: "the unspecified one"
        case .loopback: "a loopback one"
        case .private: "a private one"
        case .linkLocal: "a link-local one"
        case .metadata: "that of a cloud's metadata service"
        case .carrierGradeNAT: "one of a provider's inner network"
        case .multicast: "a multicast one"
        case .broadcast: "a broadcast one"
        case .documentation: "one for documents only"
        case .reserved: "a reserved one"
        case .embedded: "an IPv6 one that stands for an IPv4 one"
        }
    }
}
