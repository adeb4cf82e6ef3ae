import AirutPolicy
import Testing

@Suite struct IPAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"),
        ("::1", "::1"), ("1::", "1::"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"), ("::ffff:1.2.3.4", "::ffff:102:304"),
        ("64:ff9b::8.8.8.8", "64:ff9b::808:808"),
        ("fe80::1", "fe80::1"), ("0:0:0:0:0:0:0:0", "::"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
    ])
    func `addresses are read and written in one way`(text: String, canonical: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == canonical)
        #expect(IPAddress(canonical) == address)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.4 ", "0x7f.0.0.1", "127.1", "2130706433",
        "1..3.4",
        ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8:9", "12345::", "g::",
        "fe80::1%eth0",
        "::1.2.3", "1.2.3.4::", "::ffff:1.2.3.4:5", "[::1]", "1:2:3:4:5:6:7:1.2.3.4", ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "１.2.3.4", "1.2.3.4\u{301}", "+1.2.3.4",
    ])
    func `other spellings are no addresses`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `ranges contain what begins with their bits`() throws {
        let range = try #require(AddressRange("172.16.0.0/12"))
        #expect(range.contains(try #require(IPAddress("172.31.255.255"))))
        #expect(!range.contains(try #require(IPAddress("172.32.0.0"))))
        #expect(!range.contains(try #require(IPAddress("::ac10:0"))))
        #expect(try #require(AddressRange("0.0.0.0/0")).contains(try #require(IPAddress("9.9.9.9"))))
        #expect(try #require(AddressRange("fd00::5")).description == "fd00::5")
        for text in ["10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "x/8", "::/129", ""] {
            #expect(AddressRange(text) == nil, "\(text)")
        }
    }
}
