import AirutPolicy
import AirutTestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct LimitTests {
    private static let host = "Host: \(World.host)\r\n"

    @Test func `a header has a greatest size and number of fields`() async throws {
        try await withWorld(change: {
            $0.limits.headerBytes = 4096
            $0.limits.headerFields = 20
        }) { world in
            let long = "X: " + String(repeating: "a", count: 5000) + "\r\n"
            let many = String(repeating: "X: a\r\n", count: 20)
            for fields in [long, many] {
                let answer = try await world.request("GET / HTTP/1.1\r\n\(LimitTests.host)\(fields)\r\n")
                #expect(answer.status == 431)
            }
            let endless = try await world.open { peer in
                try await peer.send("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 50_000))
                return try await peer.response().status
            }
            #expect(endless == 431)
            #expect(world.received.heads.isEmpty)
        }
    }

    @Test func `a client that never finishes its header is let go`() async throws {
        try await withWorld(change: { $0.limits.headerMilliseconds = 300 }) { world in
            for scheme in ["http", "https"] {
                let rest = try await world.open(scheme, dialled: nil) { peer in
                    // On a slow machine the connection may be closed before that.
                    try? await peer.send("GET / HT")
                    return try await peer.textToEnd()
                }
                #expect(rest == "")
            }
        }
    }

    @Test func `a server that says nothing is given up`() async throws {
        let script: Script = { peer, received in
            while let head = try await peer.head() { received.add(head) }
        }
        try await withWorld(script: script, change: { $0.limits.idleMilliseconds = 300 }) { world in
            let answer = try await world.request("GET / HTTP/1.1\r\n\(LimitTests.host)\r\n")
            #expect(answer.status == 504)
            let verdict = try #require(try await world.requestVerdicts(1).first)
            #expect(verdict.decision == .failed)
        }
    }

    @Test func `a server that does not finish its handshake is given up`() async throws {
        let script: Script = { peer, _ in _ = try await peer.textToEnd() }
        try await withWorld(plain: true, script: script, change: { $0.limits.connectMilliseconds = 300 }) { world in
            let answer = try await world.request("GET / HTTP/1.1\r\n\(LimitTests.host)\r\n")
            #expect(answer.status == 504)
        }
    }

    @Test func `a server that does not finish its handshake is let go of`() async throws {
        let ended = Counter()
        let script: Script = { peer, _ in
            _ = try await peer.textToEnd()
            ended.increment()
        }
        try await withWorld(plain: true, script: script, change: { $0.limits.connectMilliseconds = 300 }) { world in
            let answer = try await world.request("GET / HTTP/1.1\r\n\(LimitTests.host)\r\n")
            #expect(answer.status == 504)
            #expect(try await eventually { ended.value == 1 })
        }
    }

    @Test func `a client that does not read its answers is not read either`() async throws {
        let count = 60_000
        try await withWorld(change: { $0.allowlist = NetworkAllowlist(rules: []) }) { world in
            let blocked = "GET / HTTP/1.1\r\n\(LimitTests.host)\r\n"
            try await world.open("http") { peer in
                // The kernel's buffers take megabytes, we next to nothing.
                try await peer.send(String(repeating: blocked, count: count))
                var last = -1
                let rests = try await eventually {
                    try await Task.sleep(for: .milliseconds(200))
                    let seen = world.program.lines.count
                    defer { last = seen }
                    return seen > 1 && seen == last
                }
                #expect(rests)
            }
            #expect(world.program.lines.count < count / 2)
        }
    }

    @Test func `there are only so many connections, and one that ends makes room`() async throws {
        try await withWorld(change: { $0.limits.connections = 2 }) { world in
            try await world.open("http", dialled: nil) { _ in
                try await world.open("http", dialled: nil) { _ in
                    let third = try await world.open("http", dialled: nil) { try await $0.textToEnd() }
                    #expect(third == "")
                }
            }
            let free = try await eventually {
                try await world.open("http", dialled: nil) { peer in
                    try? await peer.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                    return try await peer.head() != nil
                }
            }
            #expect(free)
        }
    }
}
