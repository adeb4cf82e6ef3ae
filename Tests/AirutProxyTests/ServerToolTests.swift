import AirutPolicy
import Testing

/// What Claude's own servers would fetch for the agent is judged in the body, which therefore is read first.
@Suite(.timeLimit(.minutes(15))) struct ServerToolTests {
    private static let host = "api.anthropic.com"

    private static func allow(_ policy: inout ProxyPolicy) {
        let hosts = [host, "docs.example.org", "*.docs.example.org"]
        policy.allowlist = NetworkAllowlist(rules: hosts.map { AllowRule(host: $0) })
        policy.staticHosts[host] = policy.staticHosts[World.host]
        policy.limits.inspectedBodyBytes = 4096
    }

    /// Adds the body to what was received.
    private static let keepBody: Script = { peer, received in
        while let head = try await peer.head() {
            let length = PlainResponse(head)["content-length"].flatMap { Int($0) } ?? 0
            received.add(head + (try await peer.bytes(length)))
            try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
    }

    private static func post(
        _ body: String, fields: String = "", chunked: Bool = false, _ check: (PlainResponse, [String]) throws -> Void
    ) async throws {
        try await withWorld(tlsFor: [host], script: keepBody, change: allow) { world in
            let answer = try await world.open(serverName: host, dialled: host) { peer in
                let framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: \(body.utf8.count)"
                let head = "POST /v1/messages?beta=true HTTP/1.1\r\nHost: \(host)\r\n\(framing)\r\n\(fields)\r\n"
                // At once: after a refusal nothing more can be sent.
                try await peer.send(
                    head + (chunked ? "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n" : body))
                return try await peer.response()
            }
            try check(answer, world.received.heads)
        }
    }

    @Test(arguments: [false, true]) func `server-side tools are trimmed to open hosts`(isChunked: Bool) async throws {
        let tool =
            #"{"type":"web_fetch_20250910","name":"web_fetch","allowed_domains":["docs.example.org","evil.example"]}"#
        try await ServerToolTests.post(#"{"tools":[\#(tool)]}"#, chunked: isChunked) { answer, received in
            #expect(answer.status == 200)
            let request = try #require(received.first)
            #expect(request.contains("docs.example.org"))
            #expect(!request.contains("evil.example"))
        }
    }

    @Test func `a body without such tools arrives as it is`() async throws {
        let body = #"{"model":"x", "messages":[]}"#
        try await ServerToolTests.post(body) { answer, received in
            #expect(answer.status == 200)
            #expect(received.first?.hasSuffix("\r\n\r\n" + body) == true)
        }
    }

    @Test func `what cannot be read is not sent`() async throws {
        try await ServerToolTests.post("{}", fields: "Content-Encoding: gzip\r\n") { answer, received in
            #expect(answer.status == 403)
            #expect(received.isEmpty)
        }
        try await ServerToolTests.post("{") { answer, received in
            #expect(answer.status == 403)
            #expect(received.isEmpty)
        }
        let large = "[\"" + String(repeating: "a", count: 5000) + "\"]"
        for isChunked in [false, true] {
            try await ServerToolTests.post(large, chunked: isChunked) { answer, received in
                #expect(answer.status == 413)
                #expect(received.isEmpty)
            }
        }
    }

    @Test func `only so many large bodies are in memory at a time`() async throws {
        try await withWorld(
            tlsFor: [ServerToolTests.host], script: ServerToolTests.keepBody, change: ServerToolTests.allow
        ) { world in
            let head = "POST /v1/messages HTTP/1.1\r\nHost: \(ServerToolTests.host)\r\nContent-Length: 4000\r\n\r\n"
            let part = String(repeating: " ", count: 3990)
            let host = ServerToolTests.host
            try await world.open(serverName: host, dialled: host) { first in
                try await first.send(head + part)
                try await world.open(serverName: host, dialled: host) { second in
                    try await second.send(head + part)
                    try await world.open(serverName: host, dialled: host) { third in
                        try await third.send(head + part)
                        try await world.open(serverName: host, dialled: host) { fourth in
                            try await fourth.send(head + part)
                            try await world.open(serverName: host, dialled: host) { fifth in
                                try await fifth.send(head + part)
                                // Whichever came last; the others still wait for their bodies' ends.
                                let verdicts = try await world.requestVerdicts(1)
                                #expect(verdicts.map(\.status) == [503])
                            }
                        }
                    }
                }
            }
            let answer = try await world.open(serverName: host, dialled: host) { peer in
                try await peer.send(head + part + "{}        ")
                return try await peer.response()
            }
            #expect(answer.status == 200)
        }
    }
}
