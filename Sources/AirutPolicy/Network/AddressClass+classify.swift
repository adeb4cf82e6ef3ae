extension AddressClass {
    /// - SeeAlso: the IANA registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890, RFC 8190).
    public init(_ address: IPAddress) {
        let table = address.isIPv4 ? Self.ipv4 : Self.ipv6
        if let entry = table.first(where: { $0.range.contains(address) }) {
            self = entry.kind
        } else if !address.isIPv4, address.bytes[0] & 0xE0 != 0x20 {
            // Outside 2000::/3 nothing is global unicast.
            self = .reserved
        } else if !address.isIPv4, Array(address.bytes[9...11]) == [0x00, 0x5E, 0xFE] {
            self = .embedded
        } else {
            self = .public
        }
    }

    private typealias Entry = (range: AddressRange, kind: AddressClass)

    /// The first that contains the address counts.
    private static let ipv4 = entries([
        ("0.0.0.0", .unspecified), ("0.0.0.0/8", .reserved), ("255.255.255.255", .broadcast),
        ("127.0.0.0/8", .loopback),
        ("169.254.169.254", .metadata), ("169.254.170.0/23", .metadata), ("100.100.100.200", .metadata),
        ("168.63.129.16", .metadata), ("192.0.0.192", .metadata), ("169.254.0.0/16", .linkLocal),
        ("10.0.0.0/8", .private), ("172.16.0.0/12", .private), ("192.168.0.0/16", .private),
        ("100.64.0.0/10", .carrierGradeNAT), ("192.0.2.0/24", .documentation), ("198.51.100.0/24", .documentation),
        ("203.0.113.0/24", .documentation), ("233.252.0.0/24", .documentation), ("192.0.0.0/24", .reserved),
        ("192.88.99.0/24", .reserved), ("198.18.0.0/15", .reserved), ("224.0.0.0/4", .multicast),
        ("240.0.0.0/4", .reserved),
    ])

    private static let ipv6 = entries([
        ("::", .unspecified), ("::1", .loopback), ("::/96", .embedded), ("::ffff:0:0/96", .embedded),
        ("::ffff:0:0:0/96", .embedded), ("64:ff9b::/96", .embedded), ("64:ff9b:1::/48", .embedded),
        ("2002::/16", .embedded), ("2001::/32", .embedded), ("fd00:ec2::/32", .metadata),
        ("fd20:ce::254", .metadata), ("fc00::/7", .private), ("fec0::/10", .private), ("fe80::/10", .linkLocal),
        ("ff00::/8", .multicast), ("2001:db8::/32", .documentation), ("3fff::/20", .documentation),
        ("2001::/23", .reserved), ("100::/64", .reserved), ("3ffe::/16", .reserved), ("5f00::/16", .reserved),
    ])

    private static func entries(_ texts: [(range: String, kind: AddressClass)]) -> [Entry] {
        texts.compactMap { text, kind in AddressRange(text).map { (range: $0, kind: kind) } }
    }
}
