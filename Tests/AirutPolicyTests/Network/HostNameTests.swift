import AirutPolicy
import Testing

@Suite struct HostNameTests {
    @Test(arguments: [
        ("example.org", "example.org"), ("Example.ORG", "example.org"), ("example.org.", "example.org"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"), ("a_b.example", "a_b.example"), ("localhost", "localhost"),
        ("1.2.3.4", "1.2.3.4"), ("1.2.3.4.", "1.2.3.4"), ("[::1]", "::1"), ("::1", "::1"),
        ("[2001:DB8::0:1]", "2001:db8::1"),
        ("1.example", "1.example"), ("3com.com", "3com.com"), ("0xabc.example", "0xabc.example"),
    ])
    func `hosts have one spelling`(written: String, canonical: String) {
        #expect(HostName(written)?.text == canonical)
    }

    @Test(arguments: [
        "", ".", "..", "example.org..", ".example.org", "a..b", "-a.example", "a-.example", "a b", "a/b", "a:80",
        "user@a",
        "bücher.example", "例え.jp", "exa\u{AD}mple.org", "ｅxample.org", "a%2eb", "a\u{0}b", "*.example.org", "127.1",
        "2130706433",
        "0x7f.0.0.1", "0x7f000001", "017700000001", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "[1.2.3.4]", "[::1", "::1]",
        "[::1%25lo]", "example.0x1", "example.1", "a,b", "a\\b", "a\tb",
        String(repeating: "a", count: 64), String(repeating: "a.", count: 127) + "bc",
    ])
    func `what could mean two hosts is none`(written: String) {
        #expect(HostName(written) == nil)
    }

    @Test func `an IPv6 address stands in brackets where a port could follow`() {
        #expect(HostName("::1")?.authority == "[::1]")
        #expect(HostName("1.2.3.4")?.authority == "1.2.3.4")
    }
}
