/// Everything one `airut-proxy` needs to know, one JSON document on its standard input.
///
/// It holds real secrets: it is never written to a file, an argument or a log.
public struct ProxyPolicy: Codable, Sendable, Hashable {
    public var allowlist: NetworkAllowlist
    /// Secrets whose surrogates the container holds.
    public var masks: [SecretMask]
    /// Where to dial for a host, by its canonical name, instead of asking the resolver; not subject to ``AddressClass``.
    public var staticHosts: [String: StaticHost]
    /// Ranges that may be dialled although they are not public.
    public var allowedPrivate: [AddressRange]
    /// Ranges that are never dialled, whatever `allowedPrivate` says: the resolver's pool, this machine's own addresses.
    public var neverDialled: [AddressRange]
    /// Where the resolver takes its answers from: the first range of each family counts, at least 2¹⁴ addresses each.
    /// Nobody's real destinations.
    public var addressPool = ProxyPolicy.defaultAddressPool
    /// PEM text of certificate authorities to trust besides the system's.
    public var additionalAuthorities: String?
    public var limits: ProxyLimits
    public var serverTools: ServerToolPolicy

    public init(
        allowlist: NetworkAllowlist, masks: [SecretMask] = [], staticHosts: [String: StaticHost] = [:],
        allowedPrivate: [AddressRange] = [], neverDialled: [AddressRange] = [], additionalAuthorities: String? = nil,
        limits: ProxyLimits = ProxyLimits(), serverTools: ServerToolPolicy = ServerToolPolicy()
    ) {
        self.allowlist = allowlist
        self.masks = masks
        self.staticHosts = staticHosts
        self.allowedPrivate = allowedPrivate
        self.neverDialled = neverDialled
        self.additionalAuthorities = additionalAuthorities
        self.limits = limits
        self.serverTools = serverTools
    }

    /// The block for benchmarks (RFC 2544), and a random one for local use (RFC 4193).
    public static let defaultAddressPool = ["198.18.0.0/15", "fd5a:61c1:7275:7400::/64"].compactMap(AddressRange.init)
}
