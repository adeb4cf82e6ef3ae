import AirutPolicy
import AirutTestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct CredentialTests {
    private static let mask = SecretMask(
        name: "TOKEN", surrogate: "ghp_surrogate0123456789", real: "ghp_realvalue9876543210", scopes: [World.host],
        headers: ["authorization"])
    private static let host = "Host: \(World.host)\r\n"

    private static func mask(_ policy: inout ProxyPolicy) { policy.masks = [mask] }

    @Test func `the server sees the real secret, the client and the log only the surrogate`() async throws {
        let echo: Script = { peer, received in
            while let head = try await peer.head() {
                received.add(head)
                let credential = PlainResponse(head)["authorization"] ?? ""
                // In two pieces, so that the secret is cut.
                let body = "you are \(credential), bye"
                try await peer.send(
                    "HTTP/1.1 200 \(credential)\r\nAlt-Svc: h3=\":443\"\r\nX-Echo: \(credential)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                        + body.prefix(20))
                try await peer.send(String(body.dropFirst(20)))
            }
        }
        try await withWorld(script: echo, change: CredentialTests.mask) { world in
            let answer = try await world.request(
                "GET / HTTP/1.1\r\n\(CredentialTests.host)Authorization: Bearer \(CredentialTests.mask.surrogate)\r\n"
                    + "Accept-Encoding: gzip\r\nRange: bytes=1-2\r\n\r\n")
            #expect(answer.head.hasPrefix("HTTP/1.1 200 OK\r\n") && answer["alt-svc"] == nil)
            #expect(answer["x-echo"] == "Bearer \(CredentialTests.mask.surrogate)")
            #expect(answer.body == "you are Bearer \(CredentialTests.mask.surrogate), bye")
            let head = try #require(world.received.heads.first)
            #expect(head.contains("Bearer \(CredentialTests.mask.real)\r\n"))
            #expect(head.contains("Accept-Encoding: identity\r\n"))
            #expect(!head.contains("Range"))
            let verdict = try #require(try await world.requestVerdicts(1).first)
            #expect(verdict.masks == ["TOKEN"])
            #expect(!world.program.lines.joined().contains(CredentialTests.mask.real))
            #expect(!world.program.lines.joined().contains(CredentialTests.mask.surrogate))
        }
    }

    @Test func `a body of unknown length is scrubbed over its chunks and whole`() async throws {
        let script: Script = { peer, _ in
            _ = try await peer.head()
            try await peer.send("HTTP/1.1 200 OK\r\n\r\n")
            for character in "a \(CredentialTests.mask.real) b ghp_re" { try await peer.send(String(character)) }
            peer.finish()
        }
        try await withWorld(script: script, change: CredentialTests.mask) { world in
            let answer = try await world.request("GET / HTTP/1.1\r\n\(CredentialTests.host)\r\n")
            #expect(answer.body == "a \(CredentialTests.mask.surrogate) b ghp_re")
        }
    }

    @Test func `an event stream arrives event by event although it is scrubbed`() async throws {
        let script: Script = { peer, _ in
            _ = try await peer.head()
            try await peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
            for _ in 1...3 {
                try await peer.send("data: \(CredentialTests.mask.real)\n\n")
                // The next event only comes once the client has this one.
                guard try await peer.text(to: "x") != nil else { return }
            }
        }
        try await withWorld(script: script, change: CredentialTests.mask) { world in
            try await world.open { peer in
                try await peer.send("POST / HTTP/1.1\r\n\(CredentialTests.host)Content-Length: 3\r\n\r\n")
                #expect(try await peer.head() != nil)
                for _ in 1...3 {
                    #expect(try await peer.text(to: "data: \(CredentialTests.mask.surrogate)\n\n\r\n") != nil)
                    try await peer.send("x")
                }
            }
        }
    }

    /// Answers that nobody could look into for the secret.
    @Test(arguments: [
        "200 OK\r\nContent-Encoding: gzip", "200 OK\r\nContent-Encoding: identity, br", "206 Partial Content",
        "200 OK\r\nContent-Encoding: identity\r\nContent-Encoding: x-own",
    ])
    func `an encoded or partial answer of a host in scope does not pass`(head: String) async throws {
        let script = answeringRaw("HTTP/1.1 \(head)\r\nContent-Length: 6\r\n\r\nsecret")
        try await withWorld(script: script, change: CredentialTests.mask) { world in
            let answer = try await world.request("GET / HTTP/1.1\r\n\(CredentialTests.host)\r\n")
            #expect(answer.status == 502)
            #expect(answer.body.contains("masked secret") && !answer.body.contains("\"secret"))
            #expect(try await world.requestVerdicts(1).first?.decision == .failed)
        }
        // There is nothing to hide elsewhere, and nothing in an answer without a body.
        try await withWorld(script: script) { world in
            let answer = try await world.request("GET / HTTP/1.1\r\n\(CredentialTests.host)\r\n")
            #expect(answer.body == "secret")
        }
        try await withWorld(
            script: answeringRaw("HTTP/1.1 \(head)\r\nContent-Length: 0\r\n\r\n"), change: CredentialTests.mask
        ) {
            let answer = try await $0.request("GET / HTTP/1.1\r\n\(CredentialTests.host)\r\n")
            #expect(answer.status < 300)
        }
    }

    @Test func `a WebSocket to a host in scope is refused, since nobody could look into it`() async throws {
        try await withWorld(change: {
            CredentialTests.mask(&$0)
            $0.allowlist = NetworkAllowlist(rules: [AllowRule(host: World.host, allowsWebSocket: true)])
        }) { world in
            let answer = try await world.request(
                "GET / HTTP/1.1\r\n\(CredentialTests.host)Connection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
            #expect(answer.status == 403)
            #expect(answer.body.contains("TOKEN"))
            #expect(world.received.heads.isEmpty)
        }
    }
}
