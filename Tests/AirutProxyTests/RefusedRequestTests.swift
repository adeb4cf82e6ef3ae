import AirutPolicy
import AirutTestSupport
import Testing

/// What two readers could understand differently never leaves the machine.
@Suite(.timeLimit(.minutes(15))) struct RefusedRequestTests {
    private static let host = "Host: \(World.host)\r\n"

    /// Each with the status it is answered with.
    static let requests: [(name: String, bytes: String, status: Int)] = [
        (
            "both lengths",
            "POST / HTTP/1.1\r\n\(host)Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400
        ),
        ("two lengths", "POST / HTTP/1.1\r\n\(host)Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400),
        ("the same length twice", "POST / HTTP/1.1\r\n\(host)Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400),
        ("a list of lengths", "POST / HTTP/1.1\r\n\(host)Content-Length: 5, 5\r\n\r\nhello", 400),
        ("a signed length", "POST / HTTP/1.1\r\n\(host)Content-Length: +5\r\n\r\nhello", 400),
        ("a negative length", "POST / HTTP/1.1\r\n\(host)Content-Length: -1\r\n\r\n", 400),
        ("a hexadecimal length", "POST / HTTP/1.1\r\n\(host)Content-Length: 0x5\r\n\r\nhello", 400),
        ("an overflowing length", "POST / HTTP/1.1\r\n\(host)Content-Length: 18446744073709551621\r\n\r\nhello", 400),
        ("an empty length", "POST / HTTP/1.1\r\n\(host)Content-Length:\r\n\r\n", 400),
        ("two codings", "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        (
            "chunked twice",
            "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501
        ),
        ("another coding", "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: identity\r\n\r\n", 501),
        (
            "a coding hidden by a tab", "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: \u{0B}chunked\r\n\r\n0\r\n\r\n",
            400
        ),
        ("a coding of HTTP/1.0", "POST / HTTP/1.0\r\n\(host)Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501),
        ("a space before the colon", "POST / HTTP/1.1\r\n\(host)Content-Length : 5\r\n\r\nhello", 400),
        ("bare LF after the request line", "GET / HTTP/1.1\n\(host)\r\n", 400),
        ("bare LF after a field", "GET / HTTP/1.1\r\nX: 1\n\(host)\r\n", 400),
        ("bare CR in a field", "GET / HTTP/1.1\r\nX: 1\rY: 2\r\n\(host)\r\n", 400),
        ("a folded field", "GET / HTTP/1.1\r\nX: 1\r\n 2\r\n\(host)\r\n", 400),
        ("a fold at once", "GET / HTTP/1.1\r\n X: 1\r\n\(host)\r\n", 400),
        ("NUL in a value", "GET / HTTP/1.1\r\nX: a\0b\r\n\(host)\r\n", 400),
        ("NUL in a name", "GET / HTTP/1.1\r\nX\0: b\r\n\(host)\r\n", 400),
        ("NUL in the target", "GET /\0 HTTP/1.1\r\n\(host)\r\n", 400),
        ("a field without a name", "GET / HTTP/1.1\r\n: b\r\n\(host)\r\n", 400),
        ("a field without a colon", "GET / HTTP/1.1\r\nX\r\n\(host)\r\n", 400),
        ("two hosts", "GET / HTTP/1.1\r\n\(host)\(host)\r\n", 403),
        ("another host first", "GET / HTTP/1.1\r\nHost: other.example.org\r\n\(host)\r\n", 403),
        ("no host", "GET / HTTP/1.1\r\n\r\n", 403),
        ("another host", "GET / HTTP/1.1\r\nHost: other.example.org\r\n\r\n", 403),
        ("a user name in the host", "GET / HTTP/1.1\r\nHost: a@\(World.host)\r\n\r\n", 403),
        ("another port", "GET / HTTP/1.1\r\nHost: \(World.host):8443\r\n\r\n", 403),
        ("absolute form to another host", "GET https://other.example.org/ HTTP/1.1\r\n\(host)\r\n", 403),
        ("absolute form of another scheme", "GET http://\(World.host)/ HTTP/1.1\r\n\(host)\r\n", 403),
        ("asterisk form", "OPTIONS * HTTP/1.1\r\n\(host)\r\n", 403),
        ("CONNECT", "CONNECT \(World.host):443 HTTP/1.1\r\n\(host)\r\n", 403),
        ("connect in small letters", "connect \(World.host):443 HTTP/1.1\r\n\(host)\r\n", 403),
        ("TRACE", "TRACE / HTTP/1.1\r\n\(host)\r\n", 403),
        ("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        ("two credentials", "GET / HTTP/1.1\r\n\(host)Authorization: a\r\nauthorization: b\r\n\r\n", 403),
        ("two spaces in the request line", "GET  / HTTP/1.1\r\n\(host)\r\n", 400),
        ("a tab in the request line", "GET\t/ HTTP/1.1\r\n\(host)\r\n", 400),
        ("more after the version", "GET / HTTP/1.1 x\r\n\(host)\r\n", 400),
        ("no version", "GET /\r\n\(host)\r\n", 400),
        ("HTTP/1.2", "GET / HTTP/1.2\r\n\(host)\r\n", 505),
        ("a version in small letters", "GET / http/1.1\r\n\(host)\r\n", 505),
        ("bytes beyond ASCII in the target", "GET /ü HTTP/1.1\r\n\(host)\r\n", 400),
        ("a method with a colon", "GET: / HTTP/1.1\r\n\(host)\r\n", 400),
        ("another expectation", "POST / HTTP/1.1\r\n\(host)Expect: 200-ok\r\nContent-Length: 1\r\n\r\nx", 417),
        (
            "a WebSocket nobody allowed", "GET / HTTP/1.1\r\n\(host)Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
            403
        ),
        ("a fragment", "GET /a#b HTTP/1.1\r\n\(host)\r\n", 403),
    ]

    @Test func `nothing ambiguous is passed on, and the client is told why`() async throws {
        try await withWorld { world in
            for request in RefusedRequestTests.requests {
                let answer = try await world.open { peer in
                    try await peer.send(request.bytes)
                    return try await peer.response()
                }
                #expect(answer.status == request.status, "\(request.name): \(answer.head)\(answer.body)")
                #expect(answer.body.contains("\"message\""), "\(request.name)")
            }
            #expect(world.received.heads.isEmpty)
            let verdicts = try await world.requestVerdicts(RefusedRequestTests.requests.count)
            #expect(verdicts.count == RefusedRequestTests.requests.count)
            #expect(verdicts.allSatisfy { $0.decision != .allowed && $0.reason != nil })
        }
    }

    /// Bodies whose end two readers could see in different places.
    static let bodies: [(name: String, bytes: String)] = [
        ("a chunk longer than its size", "5\r\nhello!\r\n0\r\n\r\n"),
        ("a chunk without CR", "5\nhello\r\n0\r\n\r\n"),
        ("a size in words", "five\r\nhello\r\n0\r\n\r\n"),
        ("a size with a sign", "+5\r\nhello\r\n0\r\n\r\n"),
        ("a size with 0x", "0x5\r\nhello\r\n0\r\n\r\n"),
        ("a size before a space", "5 \r\nhello\r\n0\r\n\r\n"),
        ("no size", "\r\nhello\r\n0\r\n\r\n"),
        ("an overflowing size", "FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n"),
        ("a bare LF in an extension", "5;a\nb\r\nhello\r\n0\r\n\r\n"),
        ("a bare CR in an extension", "5;a\rb\r\nhello\r\n0\r\n\r\n"),
        ("an endless extension", "5;" + String(repeating: "a", count: 5000) + "\r\nhello\r\n0\r\n\r\n"),
        ("a trailer without CR", "0\r\nX: 1\n\r\n"),
    ]

    @Test func `a chunked body that can be cut in two ways ends the request`() async throws {
        try await withWorld(script: { peer, received in
            while let head = try await peer.head() {
                received.add(head)
                _ = try await peer.text(to: "0\r\n\r\n")
            }
        }) { world in
            for body in RefusedRequestTests.bodies {
                let answer = try await world.open { peer in
                    try await peer.send(
                        "POST / HTTP/1.1\r\n\(RefusedRequestTests.host)Transfer-Encoding: chunked\r\n\r\n")
                    try await peer.send(body.bytes)
                    return try await peer.response()
                }
                #expect(answer.status == 400, "\(body.name): \(answer.head)")
                #expect(answer["connection"] == "close", "\(body.name)")
            }
        }
    }

    @Test func `extensions and trailers are dropped`() async throws {
        try await withWorld(script: { peer, received in
            while let head = try await peer.head(), let body = try await peer.text(to: "0\r\n\r\n") {
                received.add(head + body)
                try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }) { world in
            let status = try await world.open { peer in
                try await peer.send("POST / HTTP/1.1\r\n\(RefusedRequestTests.host)Transfer-Encoding: chunked\r\n\r\n")
                try await peer.send("5;name=\"value\"\r\nhello\r\n0\r\nHost: evil.example\r\nContent-Length: 9\r\n\r\n")
                return try await peer.response().status
            }
            #expect(status == 200)
            #expect(world.received.heads.count == 1)
            let seen = try #require(world.received.heads.first)
            #expect(seen.hasSuffix("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"))
            #expect(!seen.contains("evil"))
        }
    }

    @Test func `a request hidden in a body stays in that body`() async throws {
        let hidden = "GET /hidden HTTP/1.1\r\nHost: \(World.host)\r\n\r\n"
        try await withWorld { world in
            let status = try await world.request(
                "POST / HTTP/1.1\r\n\(RefusedRequestTests.host)Content-Length: \(hidden.utf8.count)\r\n\r\n\(hidden)"
            ).status
            #expect(status == 200)
            #expect(world.received.heads.count == 1)
        }
    }

    @Test func `fields that concern one connection do not pass`() async throws {
        try await withWorld { world in
            let fields = [
                "Connection: keep-alive, X-Named, Host, Authorization", "X-Named: 1", "Keep-Alive: 5",
                "Proxy-Connection: close", "TE: trailers", "Trailer: X", "Upgrade: h2c", "HTTP2-Settings: a",
                "Proxy-Authorization: Basic eA==", "Authorization: mine", "X-Kept: 1",
            ]
            let request = "GET / HTTP/1.1\r\n\(RefusedRequestTests.host)\(fields.joined(separator: "\r\n"))\r\n\r\n"
            let answer = try await world.request(request)
            #expect(answer.status == 200)
            #expect(
                world.received.heads == [
                    "GET / HTTP/1.1\r\n\(RefusedRequestTests.host)Authorization: mine\r\nX-Kept: 1\r\n\r\n"
                ])
        }
    }
}
