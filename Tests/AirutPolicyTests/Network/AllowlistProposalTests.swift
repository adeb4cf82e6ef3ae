import AirutPolicy
import Testing

@Suite struct AllowlistProposalTests {
    @Test func `few paths are named, many become their common folder`() {
        let requests =
            [
                BlockedRequest(host: "b.example", path: "/x", method: "GET"),
                BlockedRequest(host: "b.example", path: "/x", method: "POST"),
                BlockedRequest(host: "a.example", path: "/s", method: "GET", isWebSocket: true),
                BlockedRequest(host: "no"),
            ] + (0..<9).map { BlockedRequest(host: "c.example", path: "/v1/item\($0)/q", method: "GET") }
        #expect(
            AllowlistProposal(requests).text == """
                url_prefixes:
                  - host: a.example
                    path: /s
                    methods: [GET]
                    websocket: true
                  - host: b.example
                    path: /x
                    methods: [GET, POST]
                  - host: c.example
                    path: "/v1/*"
                    methods: [GET]
                  - host: "no"
                    path: ""

                """)
        #expect(AllowlistProposal([]).text == "" && AllowlistProposal([]).isEmpty)
    }

    @Test func `lines of the network log become a proposal`() throws {
        let blocked = try canonical("/a%2Fb%20c?token=x", method: "POST")
        let verdict = ProxyVerdict(
            time: 0, kind: .request, decision: .blocked, subject: blocked.loggedURL, method: "POST", isWebSocket: true)
        #expect(BlockedRequest(verdict) == BlockedRequest(blocked, isWebSocket: true))
        for (kind, decision) in [
            (ProxyVerdict.Kind.dns, ProxyVerdict.Decision.blocked), (.request, .allowed), (.request, .refused),
        ] {
            let other = ProxyVerdict(
                time: 0, kind: kind, decision: decision, subject: blocked.loggedURL, method: "POST")
            #expect(BlockedRequest(other) == nil)
        }
        #expect(
            AllowlistProposal([BlockedRequest(host: "b"), BlockedRequest(host: "a"), BlockedRequest(host: "b")]).hosts
                == ["a", "b"])
    }

    @Test(arguments: [
        "/a b", "/a*b", "/a?b", "/a[1]*", "/a[1]", "/\"q\"", "/ü", "/a:b", "/a%2Fb", "/a#b", "/a'b", "/-", "/{}",
    ])
    func `a proposal allows exactly what was blocked`(path: String) throws {
        let escaped = path.utf8.map { byte in
            "#?[]{} \"".utf8.contains(byte) || byte > 0x7E
                ? "%" + String(byte, radix: 16, uppercase: true) : String(UnicodeScalar(byte))
        }.joined()
        let blocked = try canonical(escaped)
        let text = AllowlistProposal([BlockedRequest(blocked)]).text
        #expect(text.utf8.allSatisfy { $0 < 0x7F })
        #expect(BlockedRequest(blocked).path == path)
    }
}
