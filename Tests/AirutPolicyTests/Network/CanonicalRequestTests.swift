import AirutPolicy
import Testing

@Suite struct CanonicalRequestTests {
    @Test(arguments: [
        (["example.org"], "example.org"), (["EXAMPLE.org."], "example.org"),
        (["example.org", "Example.Org"], "example.org"),
        (["example.org"], "example.org."), (["example.org"], "EXAMPLE.ORG:443"), (["1.2.3.4"], "1.2.3.4"),
        (["::1"], "[::1]"), (["[::1]"], "[0:0::1]:443"),
    ])
    func `names that agree are one`(names: [String], host: String) throws {
        let request = try canonical("/", names: names, hosts: [host])
        #expect(request.host == HostName(names[0]))
        #expect(request.authority == request.host.authority)
    }

    @Test(
        arguments: [
            ([], ["example.org"], "nobody knows which host was dialled"),
            (["example.org"], [], "it has no Host field"),
            (["example.org"], ["example.org", "example.org"], "it has several Host fields"),
            (["example.org"], ["evil.example"], "it is for “evil.example”, but “example.org” was dialled"),
            (
                ["evil.example", "example.org"], ["example.org"],
                "it is for “example.org”, but “evil.example” was dialled"
            ),
            (["1.2.3.4"], ["example.org"], "it is for “example.org”, but “1.2.3.4” was dialled"),
            (["example.org"], ["user@example.org"], "the Host field holds a user name"),
            (["example.org"], ["example.org@evil.example"], "the Host field holds a user name"),
            (["example.org"], ["example.org:80"], "the Host field asks for port “80”; https is served on 443"),
            (["example.org"], ["example.org:"], "the Host field asks for port “”; https is served on 443"),
            (["example.org"], ["example.org:0443"], "the Host field asks for port “0443”; https is served on 443"),
            (["example.org"], [""], "the Host field is no host name (other alphabets come as xn--…): “”"),
            (["example.org"], ["example.org, evil.example"], nil), (["example.org"], ["example.org/x"], nil),
            (["example.org"], ["example.org evil.example"], nil), (["example.org"], ["example.org\u{0}"], nil),
            (["::1"], ["::1"], nil), (["example.org"], ["exämple.org"], nil), (["example.org"], ["example.org.."], nil),
            (["a\u{0}b"], ["example.org"], "“a\u{FFFD}b”, which was dialled, is no host name"),
        ] as [([String], [String], String?)])
    func `names that do not agree refuse the request`(names: [String], hosts: [String], reason: String?) {
        let error = #expect(throws: RequestRefusal.self) { try canonical("/", names: names, hosts: hosts) }
        if let reason { #expect(error?.reason == reason) }
    }

    @Test(arguments: [
        ("https://example.org/a?b", "/a?b"), ("HTTPS://EXAMPLE.ORG:443/a", "/a"), ("https://example.org", "/"),
        ("https://example.org?b", "/?b"),
    ])
    func `a full URL of the same place becomes a path`(target: String, expected: String) throws {
        #expect(try canonical(target).target == expected)
    }

    @Test(arguments: [
        "https://evil.example/a", "http://example.org/a", "https://user@example.org/",
        "https://example.org@evil.example/",
        "https://example.org:8443/", "https:/example.org/", "https:example.org", "example.org:443", "example.org", "*",
        "",
        "?a", "https://example.org\\@evil.example/", "https:///a", "https://", "ftp://example.org/",
        "javascript:alert(1)",
        "https://example.org#@evil.example/", "https://evil.example?@example.org/",
    ])
    func `other targets are refused`(target: String) {
        #expect(throws: RequestRefusal.self) { try canonical(target) }
    }

    @Test(arguments: [
        "CONNECT", "connect", "TRACE", "Track", "PRI", "", "GE T", "GET\r\n", "G(T", String(repeating: "A", count: 33),
    ])
    func `some methods are never passed on`(method: String) {
        #expect(throws: RequestRefusal.self) { try canonical("/", method: method) }
    }

    @Test func `methods are judged and sent in upper case`() throws {
        #expect(try canonical("/", method: "post").method == "POST")
        #expect(try canonical("/", method: "PROPFIND").method == "PROPFIND")
    }

    @Test func `why a request is refused does not tell its query`() {
        for target in ["a?token=s3cret", "ftp://x/?token=s3cret", "x?token=s3cret"] {
            let error = #expect(throws: RequestRefusal.self) { try canonical(target) }
            #expect(error?.reason.contains("s3cret") == false)
        }
    }

    @Test func `a port belongs to its scheme`() throws {
        #expect(try canonical("/", scheme: .http, hosts: ["example.org:80"]).url == "http://example.org/")
        #expect(throws: RequestRefusal.self) { try canonical("/", scheme: .http, hosts: ["example.org:443"]) }
    }

    @Test func `a URL is the request a client would make for it`() throws {
        #expect(request("https://example.org/a?b#c")?.url == "https://example.org/a?b")
        #expect(request("http://example.org:80")?.url == "http://example.org/")
        #expect(request("https://[::1]:443/")?.url == "https://[::1]/")
        for url in [
            "example.org", "ftp://example.org", "https://example.org:8443/", "https://u:p@example.org/", "https://",
        ] {
            #expect(request(url) == nil, "\(url)")
        }
    }
}
