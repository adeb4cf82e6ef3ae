import AirutPolicy
import AirutTestSupport
import NIOCore
import NIOPosix
import Testing

@testable import AirutProxy

@Suite(.timeLimit(.minutes(15))) struct UpstreamTests {
    private static let get = "GET / HTTP/1.1\r\nHost: \(World.host)\r\n\r\n"

    @Test func `a certificate for another name is no answer`() async throws {
        try await withWorld(tlsFor: ["other.example.org"]) { world in
            let answer = try await world.request(UpstreamTests.get)
            #expect(answer.status == 502)
            #expect(world.received.heads.isEmpty)
        }
    }

    @Test func `an authority nobody named is not trusted`() async throws {
        try await withWorld(change: { $0.additionalAuthorities = nil }) { world in
            let answer = try await world.request(UpstreamTests.get)
            #expect(answer.status == 502)
            #expect(world.received.heads.isEmpty)
        }
    }

    @Test func `a server that is not there is told`() async throws {
        let port = try freePorts(1)[0]
        try await withWorld(change: { $0.staticHosts[World.host]?.port = port }) { world in
            let answer = try await world.request(UpstreamTests.get)
            #expect(answer.status == 502)
            #expect(answer.body.contains("upstream_failed"))
            let verdict = try #require(try await world.requestVerdicts(1).first)
            #expect(verdict.decision == .failed)
        }
    }

    @Test func `only the addresses that may be dialled are`() throws {
        let name = try #require(HostName(World.host))
        let policy = ProxyPolicy(
            allowlist: NetworkAllowlist(rules: []), allowedPrivate: [try #require(AddressRange("10.1.0.0/16"))])
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        func dialled(_ addresses: String...) throws -> [String?] {
            let found = addresses.compactMap { IPAddress($0) }
            return try CheckedAddresses(found, of: name, port: 443, policy: policy, eventLoop: eventLoop).addresses
                .map { $0.policyAddress?.description }
        }
        let some = try dialled("10.0.0.1", "9.9.9.9", "127.0.0.1", "10.1.2.3", "169.254.169.254", "2620:fe::9", "::1")
        #expect(some == ["9.9.9.9", "10.1.2.3", "2620:fe::9"])
        for refused in [
            "127.0.0.1", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "198.18.0.1", "100.64.0.1", "224.0.0.1",
        ] {
            #expect(throws: UpstreamFailure.self, "\(refused)") { try dialled(refused) }
        }
        #expect(throws: UpstreamFailure.self) { try dialled() }
    }

    @Test(arguments: ["http", "https"])
    func `of several addresses one that answers is enough`(scheme: String) async throws {
        let names = scheme == "https" ? [World.host] : nil
        try await withTestServer(tlsFor: names, script: answering()) { port, received in
            let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
            let raw = try #require(RawRequest(url: "\(scheme)://\(World.host)/"))
            let request = try CanonicalRequest(raw)
            // Nobody listens on the first three; they are tried in this order or another.
            let found = ["::1", "127.9.9.9", "127.9.9.8", "127.0.0.1"].compactMap { IPAddress($0) }
            try await eventLoop.flatSubmit {
                do {
                    let policy = ProxyPolicy(
                        allowlist: NetworkAllowlist(rules: []),
                        allowedPrivate: found.compactMap { AddressRange("\($0)") },
                        additionalAuthorities: TestAuthority.shared.pem)
                    let dialer = try Dialer(policy: policy, eventLoop: eventLoop, threads: .singleton)
                    let addresses = try CheckedAddresses(
                        found, of: request.host, port: port, policy: policy, eventLoop: eventLoop)
                    return dialer.dial(request, at: addresses, limits: HeadLimits()).assumeIsolated()
                        .map { $0.close() }.nonisolated()
                } catch {
                    return eventLoop.makeFailedFuture(error)
                }
            }.get()
            #expect(try await eventually { received.connections > 0 })
        }
    }

    @Test func `names are resolved as the machine resolves them`() throws {
        let found = try AddressLookup.addresses(of: try #require(HostName("localhost"))).map(\.description)
        #expect(!found.isEmpty && Set(found).isSubset(of: ["127.0.0.1", "::1"]))
    }

    @Test func `a name without an address is told`() async throws {
        try await withWorld(change: {
            $0.allowlist = NetworkAllowlist(rules: [AllowRule(host: "*")])
            $0.staticHosts = [:]
        }) { world in
            // Reserved names without any address (RFC 6761 §6.4).
            let name = "nowhere.invalid"
            let answer = try await world.open(serverName: name, dialled: name) { peer in
                try await peer.send("GET / HTTP/1.1\r\nHost: \(name)\r\n\r\n")
                return try await peer.response()
            }
            #expect(answer.status == 502)
            #expect(answer.body.contains("no address is known for nowhere.invalid"))
        }
    }

    @Test func `requests of one connection share one to the server`() async throws {
        try await withWorld { world in
            try await world.open { peer in
                for _ in 0..<3 {
                    try await peer.send(UpstreamTests.get)
                    #expect(try await peer.response().body == "hello")
                }
            }
            #expect(world.received.connections == 1)
        }
    }

    @Test func `a server that closes between requests is dialled again`() async throws {
        let script: Script = { peer, received in
            guard let head = try await peer.head() else { return }
            received.add(head)
            try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        try await withWorld(script: script) { world in
            try await world.open { peer in
                for _ in 0..<5 {
                    try await peer.send(UpstreamTests.get)
                    #expect(try await peer.response().body == "ok")
                }
            }
            #expect(world.received.connections == 5)
        }
    }

    @Test func `a server that closes without an answer gets a harmless request again, another not`() async throws {
        // Reads a second request and closes: the first connection of each client only.
        let script: Script = { peer, received in
            guard let head = try await peer.head() else { return }
            received.add(head)
            try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            if let second = try await peer.head() { received.add(second) }
        }
        try await withWorld(script: script) { world in
            try await world.open { peer in
                try await peer.send(UpstreamTests.get)
                #expect(try await peer.response().body == "ok")
                try await peer.send(UpstreamTests.get)
                #expect(try await peer.response().body == "ok")
                try await peer.send("DELETE / HTTP/1.1\r\nHost: \(World.host)\r\n\r\n")
                let status = try await peer.response().status
                #expect(status == 502)
            }
            #expect(world.received.heads.map { $0.prefix(3) } == ["GET", "GET", "GET", "DEL"])
        }
    }
}
