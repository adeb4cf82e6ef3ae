import AirutPolicy
import AirutTestSupport
import Testing

/// Servers may be hostile too: what they send is read strictly and framed anew.
@Suite(.timeLimit(.minutes(15))) struct ResponseTests {
    private static let get = "GET / HTTP/1.1\r\nHost: \(World.host)\r\n\r\n"

    /// Answers that are no answer.
    static let broken: [(name: String, bytes: String)] = [
        ("both lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        ("another coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        ("bare LF", "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n"),
        ("bare CR", "HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\n\r\n"),
        ("a folded field", "HTTP/1.1 200 OK\r\nX: 1\r\n 2\r\nContent-Length: 0\r\n\r\n"),
        ("NUL", "HTTP/1.1 200 OK\r\nX: \0\r\nContent-Length: 0\r\n\r\n"),
        ("no status", "HTTP/1.1 OK\r\n\r\n"),
        ("a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n"),
        ("HTTP/2", "HTTP/2 200\r\n\r\n"),
        ("no HTTP at all", "220 smtp.example.org ESMTP\r\n\r\n"),
        ("a switch nobody asked for", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\nGET"),
        ("endless interim answers", String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 40)),
        ("nothing", ""),
        ("half a head", "HTTP/1.1 200 OK\r\nContent-Le"),
        ("a head without end", "HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 70_000)),
    ]

    @Test func `what is no answer becomes a 502 that says so`() async throws {
        for broken in ResponseTests.broken {
            try await withWorld(script: answeringRaw(broken.bytes)) { world in
                let answer = try await world.request(ResponseTests.get)
                #expect(answer.status == 502, "\(broken.name): \(answer.head)\(answer.body)")
                let verdict = try #require(try await world.requestVerdicts(1).first)
                #expect(verdict.decision == .failed, "\(broken.name)")
            }
        }
    }

    /// Bodies that break off or are broken: the client must see that they are not whole.
    static let truncated = [
        "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloGET",
    ]

    @Test func `a body that breaks off breaks off for the client too`() async throws {
        for bytes in ResponseTests.truncated {
            try await withWorld(script: answeringRaw(bytes)) { world in
                await #expect(throws: TestFailure.self) { try await world.request(ResponseTests.get) }
                let verdicts = try await world.requestVerdicts(1)
                #expect(verdicts.first?.decision == .failed)
            }
        }
    }

    @Test func `each way to delimit a body arrives in one that its client understands`() async throws {
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nX: 1\r\n\r\n"
        let cases: [(server: String, version: String, framing: String?)] = [
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "1.1", nil),
            (chunked, "1.1", "chunked"),
            (chunked, "1.0", nil),
            ("HTTP/1.1 200 OK\r\n\r\nhello", "1.1", "chunked"),
            ("HTTP/1.0 200 OK\r\n\r\nhello", "1.0", nil),
            (
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "1.1",
                nil
            ),
        ]
        for one in cases {
            try await withWorld(plain: true, script: answeringRaw(one.server)) { world in
                let answer = try await world.request(
                    "GET / HTTP/\(one.version)\r\nHost: \(World.host)\r\n\r\n", scheme: "http")
                #expect(answer.status == 200)
                #expect(answer.body == "hello", "\(one)")
                #expect(answer["transfer-encoding"] == one.framing, "\(one)")
            }
        }
    }

    @Test func `answers without a body have none, and the connection serves on`() async throws {
        let script: Script = { peer, received in
            while let head = try await peer.head() {
                received.add(head)
                let answer =
                    switch head.split(separator: " ").prefix(2).joined(separator: " ") {
                    case "HEAD /": "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"
                    case "GET /204": "HTTP/1.1 204 No Content\r\n\r\n"
                    case "GET /304": "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 77\r\n\r\n"
                    default: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                    }
                try await peer.send(answer)
            }
        }
        try await withWorld(script: script) { world in
            try await world.open { peer in
                let host = " HTTP/1.1\r\nHost: \(World.host)\r\n\r\n"
                try await peer.send("HEAD /" + host)
                #expect(try await peer.response(to: "HEAD")["content-length"] == "5000")
                try await peer.send("GET /204" + host)
                let empty = try await peer.response()
                #expect(empty.status == 204)
                #expect(empty["content-length"] == nil)
                try await peer.send("GET /304" + host)
                #expect(try await peer.response()["etag"] == "\"a\"")
                try await peer.send("GET /" + host)
                #expect(try await peer.response().body == "ok")
            }
            #expect(world.received.connections == 1)
        }
    }

    @Test func `pipelined requests are answered in order, each judged by itself`() async throws {
        try await withWorld { world in
            try await world.open { peer in
                let allowed = "GET /a HTTP/1.1\r\nHost: \(World.host)\r\n\r\n"
                let refused = "GET /b HTTP/1.1\r\nHost: other.example.org\r\n\r\n"
                try await peer.send(allowed + refused + allowed + "\r\n" + allowed)
                let statuses = [
                    try await peer.response().status, try await peer.response().status,
                    try await peer.response().status, try await peer.response().status,
                ]
                #expect(statuses == [200, 403, 200, 200])
            }
            #expect(world.received.heads.count == 3)
        }
    }

    @Test func `bytes nobody asked for never answer a later request`() async throws {
        let script: Script = { peer, received in
            while let head = try await peer.head() {
                received.add(head)
                try await peer.send(
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")
            }
        }
        try await withWorld(script: script) { world in
            try await world.open { peer in
                for _ in 0..<3 {
                    try await peer.send(ResponseTests.get)
                    #expect(try await peer.response().body == "ok")
                }
                // Nor one that waits already.
                try await peer.send(ResponseTests.get + ResponseTests.get + ResponseTests.get)
                for _ in 0..<3 { #expect(try await peer.response().body == "ok") }
            }
            #expect(world.received.heads.count == 6)
        }
    }

    @Test func `a header that is not UTF-8 passes, and one connection's fields do not`() async throws {
        let bytes =
            Array("HTTP/1.1 200 Fine\r\nX: caf".utf8) + [0xE9]
            + Array("\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nProxy-Authenticate: a\r\n".utf8)
            + Array("Content-Length: 0\r\n\r\n".utf8)
        let script: Script = { peer, _ in
            while try await peer.head() != nil { try await peer.send(bytes) }
        }
        try await withWorld(script: script) { world in
            let answer = try await world.request(ResponseTests.get)
            #expect(answer.head == "HTTP/1.1 200 Fine\r\nX: café\r\nContent-Length: 0\r\n\r\n")
        }
    }
}
