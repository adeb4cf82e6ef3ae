import AirutPolicy
import Testing

@Suite(.timeLimit(.minutes(15))) struct WebSocketTests {
    private static let handshake =
        "GET /live HTTP/1.1\r\nHost: \(World.host)\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"

    private static func allow(_ policy: inout ProxyPolicy) {
        policy.allowlist = NetworkAllowlist(rules: [AllowRule(host: World.host, path: "/live", allowsWebSocket: true)])
    }

    @Test func `a rule lets a connection become a WebSocket, in both directions and to its end`() async throws {
        let script: Script = { peer, received in
            guard let head = try await peer.head() else { return }
            received.add(head)
            try await peer.send(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nhi")
            while let text = try await peer.text(to: "!") { try await peer.send("echo " + text) }
        }
        try await withWorld(script: script, change: WebSocketTests.allow) { world in
            try await world.open { peer in
                try await peer.send(WebSocketTests.handshake + "early!")
                let head = try #require(try await peer.head())
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                #expect(head.contains("Upgrade: websocket\r\n"))
                #expect(try await peer.text(to: "!") == "hiecho early!")
                // What looks like a request is none any more.
                try await peer.send("GET / HTTP/1.1\r\n\r\n!")
                #expect(try await peer.text(to: "!") == "echo GET / HTTP/1.1\r\n\r\n!")
            }
            let verdict = try #require(try await world.requestVerdicts(1).first)
            #expect(verdict.decision == .allowed)
            #expect([verdict.status, verdict.requestBytes, verdict.responseBytes] == [101, 25, 37])
            #expect(world.received.heads.first?.contains("Connection: Upgrade\r\nUpgrade: websocket\r\n") == true)
        }
    }

    @Test func `what a server said before it closed arrives`() async throws {
        let size = 3 << 20
        let script: Script = { peer, _ in
            _ = try await peer.head()
            try await peer.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
            try await peer.send([UInt8](repeating: 0x61, count: size))
        }
        try await withWorld(script: script, change: WebSocketTests.allow) { world in
            try await world.open { peer in
                try await peer.send(WebSocketTests.handshake)
                #expect(try await peer.head() != nil)
                let rest = try await peer.textToEnd()
                #expect(rest.utf8.count == size)
            }
            let verdict = try #require(try await world.requestVerdicts(1).first)
            #expect(verdict.decision == .allowed && verdict.responseBytes == size)
        }
    }

    @Test func `a server that declines is an ordinary answer`() async throws {
        try await withWorld(change: WebSocketTests.allow) { world in
            let answer = try await world.request(WebSocketTests.handshake)
            #expect(answer.body == "hello")
        }
    }

    @Test func `a handshake with a body, or beside another protocol, is refused`() async throws {
        try await withWorld(change: WebSocketTests.allow) { world in
            for (field, other) in [
                ("Upgrade: websocket\r\n", "Upgrade: websocket\r\nContent-Length: 3\r\n"),
                ("Upgrade: websocket\r\n", "Upgrade: websocket, h2c\r\n"),
                ("Connection: keep-alive, Upgrade\r\n", ""), ("GET ", "PUT "),
            ] {
                let request = WebSocketTests.handshake.replacing(field, with: other)
                let answer = try await world.request(request)
                #expect(answer.status == 400, "\(request)")
            }
            #expect(world.received.heads.isEmpty)
        }
    }
}
