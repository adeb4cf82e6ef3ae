import AirutPolicy
import AirutTestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct ForwardingTests {
    @Test func `an allowed request reaches its server and the answer comes back`() async throws {
        try await withWorld { world in
            let response = try await world.request("GET /a?b=c HTTP/1.1\r\nHost: \(World.host)\r\nX-Mine: 1\r\n\r\n")
            #expect(response.status == 200)
            #expect(response.body == "hello")
            #expect(world.received.heads == ["GET /a?b=c HTTP/1.1\r\nHost: \(World.host)\r\nX-Mine: 1\r\n\r\n"])
            let verdict = try #require(try await world.requestVerdicts(1).first)
            #expect(verdict.decision == .allowed)
            #expect(verdict.subject == "https://api.example.org/a?…")
            #expect(verdict.rule == "api.example.org (every path)")
            #expect([verdict.status, verdict.requestBytes, verdict.responseBytes] == [200, 0, 5])
        }
    }

    @Test func `a rule for some methods lets no field name another`() async throws {
        let rule = AllowRule(host: World.host, methods: ["GET", "POST"])
        try await withWorld(change: { $0.allowlist = NetworkAllowlist(rules: [rule]) }) { world in
            let answer = try await world.request(
                "POST / HTTP/1.1\r\nHost: \(World.host)\r\nX-HTTP-Method-Override: DELETE\r\n"
                    + "Content-Length: 0\r\n\r\n")
            #expect(answer.status == 200)
            #expect(world.received.heads.first?.lowercased().contains("override") == false)
            #expect(try await world.requestVerdicts(1).first?.notes.first?.contains("another method") == true)
        }
    }

    @Test func `no field names another host, and none another path than the rule's`() async throws {
        let rule = AllowRule(host: World.host, path: "/a*")
        try await withWorld(change: { $0.allowlist = NetworkAllowlist(rules: [rule]) }) { world in
            let answer = try await world.request(
                "GET /a HTTP/1.1\r\nHost: \(World.host)\r\nX-Original-URL: /b\r\nX_Rewrite_Url: /b\r\n"
                    + "X-Forwarded-Host: b\r\nForwarded: host=b\r\nX-Forwarded-For: 1\r\n\r\n")
            #expect(answer.status == 200)
            #expect(world.received.heads == ["GET /a HTTP/1.1\r\nHost: \(World.host)\r\nX-Forwarded-For: 1\r\n\r\n"])
            #expect(try await world.requestVerdicts(1).first?.notes.count == 4)
        }
    }

    /// What was judged is what is sent, not another spelling of it.
    @Test(arguments: [
        ("https://\(World.host)/a", "/a"), ("HTTPS://API.example.org:443/a?q", "/a?q"), ("/%61", "/a"),
        ("/b?%61", "/b?%61"),
    ])
    func `a request goes out in its canonical form`(written: String, sent: String) async throws {
        try await withWorld { world in
            let answer = try await world.request("get \(written) HTTP/1.1\r\nHost: API.example.org:443\r\n\r\n")
            #expect(answer.status == 200)
            #expect(world.received.heads == ["GET \(sent) HTTP/1.1\r\nHost: \(World.host)\r\n\r\n"])
        }
    }

    @Test func `bodies arrive in the framing they were sent in`() async throws {
        let script: Script = { peer, received in
            while let head = try await peer.head() {
                received.add(head + (try await peer.text(to: "!") ?? ""))
                if head.contains("chunked") { _ = try await peer.text(to: "\r\n0\r\n\r\n") }
                try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
        try await withWorld(script: script) { world in
            for framing in [
                "Content-Length: 6\r\n\r\nhello!", "Transfer-Encoding: Chunked\r\n\r\n006\r\nhello!\r\n00\r\n\r\n",
            ] {
                let answer = try await world.request("POST / HTTP/1.1\r\nHost: \(World.host)\r\n\(framing)")
                #expect(answer.status == 200)
            }
            let expected = ["Content-Length: 6\r\n\r\nhello!", "Transfer-Encoding: chunked\r\n\r\n6\r\nhello!"]
            #expect(world.received.heads == expected.map { "POST / HTTP/1.1\r\nHost: \(World.host)\r\n\($0)" })
        }
    }
}
