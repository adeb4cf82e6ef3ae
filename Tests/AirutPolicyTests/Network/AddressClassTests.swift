import AirutPolicy
import Testing

@Suite struct AddressClassTests {
    private static let table: [(AddressClass, [String])] = [
        (
            .public,
            ["8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "192.0.1.0"]
        ),
        (.public, ["11.0.0.0", "9.255.255.255", "223.255.255.255", "169.253.255.255", "192.169.0.0", "198.20.0.0"]),
        (.public, ["2606:4700::1111", "2a00:1450:4001::200e", "2001:4860:4860::8888", "2001:200::1", "3fff:1000::1"]),
        (.unspecified, ["0.0.0.0", "::"]),
        (.loopback, ["127.0.0.1", "127.255.255.254", "::1"]),
        (.private, ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fdff::1", "fec0::1"]),
        (.linkLocal, ["169.254.1.1", "fe80::1", "febf::1"]),
        (.metadata, ["169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16"]),
        (.metadata, ["192.0.0.192", "fd00:ec2::254", "fd20:ce::254"]),
        (.carrierGradeNAT, ["100.64.0.1", "100.127.255.255"]),
        (.multicast, ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"]),
        (.broadcast, ["255.255.255.255"]),
        (.documentation, ["192.0.2.1", "198.51.100.7", "203.0.113.9", "233.252.0.1", "2001:db8::1", "3fff::1"]),
        (.reserved, ["0.1.2.3", "192.0.0.8", "192.88.99.1", "198.18.0.1", "198.19.255.255", "240.0.0.1", "254.0.0.1"]),
        (
            .reserved,
            ["100::1", "2001:2::1", "2001:10::1", "2001:20::1", "4000::1", "8000::1", "200::1", "5f00::1", "e000::1"]
        ),
        // Every one of these means 127.0.0.1, 10.0.0.1 or 169.254.169.254 to something on the way.
        (.embedded, ["::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::a9fe:a9fe", "::ffff:0:127.0.0.1"]),
        (
            .embedded,
            ["64:ff9b::127.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b:1::10.0.0.1", "2002:7f00:1::", "2002:a9fe:a9fe::1"]
        ),
        (.embedded, ["2001:0:1:2:3:4:80ff:fffe", "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:10.0.0.1"]),
    ]

    @Test(arguments: table)
    func `addresses are classed by what they reach`(expected: AddressClass, addresses: [String]) throws {
        for text in addresses { #expect(AddressClass(try #require(IPAddress(text))) == expected, "\(text)") }
    }

    @Test func `only public addresses are dialled unless the server says so`() throws {
        var policy = ProxyPolicy(allowlist: NetworkAllowlist(rules: []))
        let inside = try #require(IPAddress("10.1.2.3"))
        #expect(policy.refusal(toDial: try #require(IPAddress("8.8.8.8"))) == nil)
        #expect(
            policy.refusal(toDial: inside)
                == "its address 10.1.2.3 is a private one, which only the server's network.allowed_private can open")
        policy.allowedPrivate = [try #require(AddressRange("10.1.0.0/16"))]
        #expect(policy.refusal(toDial: inside) == nil)
        #expect(policy.refusal(toDial: try #require(IPAddress("10.2.0.0"))) != nil)
        policy.neverDialled = [try #require(AddressRange("10.1.2.0/24")), try #require(AddressRange("8.8.8.0/24"))]
        #expect(policy.refusal(toDial: inside) == "10.1.2.3 belongs to this machine or its sandbox")
        #expect(policy.refusal(toDial: try #require(IPAddress("8.8.8.8"))) != nil)
    }

    @Test func `an allowed IPv4 range does not open the IPv6 forms of it`() throws {
        let policy = ProxyPolicy(
            allowlist: NetworkAllowlist(rules: []), allowedPrivate: [try #require(AddressRange("127.0.0.0/8"))])
        #expect(policy.refusal(toDial: try #require(IPAddress("127.0.0.1"))) == nil)
        #expect(policy.refusal(toDial: try #require(IPAddress("::ffff:127.0.0.1"))) != nil)
        #expect(policy.refusal(toDial: try #require(IPAddress("64:ff9b::127.0.0.1"))) != nil)
    }
}
