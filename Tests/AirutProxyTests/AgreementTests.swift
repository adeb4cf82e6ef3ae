import AirutPolicy
import AirutTestSupport
import Testing

/// The name that was resolved, TLS's server name and `Host` must agree before anything else is asked.
@Suite(.timeLimit(.minutes(15))) struct AgreementTests {
    private static let other = "other.example.org"
    private static let secret = SecretMask(
        name: "TOKEN", surrogate: "surrogate-0123456789", real: "realvalue-9876543210", scopes: ["*"],
        headers: ["authorization"])

    private static func openAll(_ policy: inout ProxyPolicy) {
        policy.allowlist = NetworkAllowlist(rules: [AllowRule(host: "*")])
        policy.staticHosts[other] = policy.staticHosts[World.host]
        policy.masks = [secret]
    }

    @Test(arguments: [
        (World.host, World.host, other), (World.host, other, World.host), (other, World.host, World.host),
        (other, other, World.host), (World.host, other, other), (World.host, nil, other),
    ])
    func `one name that differs is enough to refuse`(dialled: String, serverName: String?, host: String) async throws {
        try await withWorld(tlsFor: [World.host, AgreementTests.other], change: AgreementTests.openAll) { world in
            let answer = try await world.open(serverName: serverName, dialled: dialled) { peer in
                try await peer.send(
                    "GET / HTTP/1.1\r\nHost: \(host)\r\nAuthorization: \(AgreementTests.secret.surrogate)\r\n\r\n")
                return try await peer.response()
            }
            #expect(answer.status == 403)
            #expect(answer.body.contains("was dialled"))
            #expect(world.received.connections == 0)
            let verdict = try #require(try await world.requestVerdicts(1).first)
            #expect(verdict.decision == .refused)
            #expect(verdict.masks.isEmpty)
        }
    }

    @Test func `without a server name the dialled address tells it`() async throws {
        try await withWorld { world in
            let answer = try await world.open(serverName: nil) { peer in
                try await peer.send("GET / HTTP/1.1\r\nHost: \(World.host)\r\n\r\n")
                return try await peer.response()
            }
            #expect(answer.status == 200)
        }
    }

    @Test func `plain HTTP is judged alike, and never gets a credential`() async throws {
        try await withWorld(plain: true, change: AgreementTests.openAll) { world in
            let field = "Authorization: \(AgreementTests.secret.surrogate)\r\n"
            let allowed = try await world.request(
                "GET / HTTP/1.1\r\nHost: \(World.host)\r\n\(field)\r\n", scheme: "http")
            #expect(allowed.status == 200)
            let refused = try await world.request(
                "GET / HTTP/1.1\r\nHost: \(AgreementTests.other)\r\n\r\n", scheme: "http")
            #expect(refused.status == 403)
            #expect(world.received.heads.count == 1)
            #expect(world.received.heads.first?.contains(AgreementTests.secret.surrogate) == true)
        }
    }

    @Test func `an address nobody was given is no name`() async throws {
        try await withWorld(plain: true, change: AgreementTests.openAll) { world in
            let answer = try await world.open("http", dialled: nil) { peer in
                try await peer.send("GET / HTTP/1.1\r\nHost: \(World.host)\r\n\r\n")
                return try await peer.response()
            }
            #expect(answer.status == 403)
            #expect(world.received.connections == 0)
        }
    }

    @Test func `a blocked request says what to do about it`() async throws {
        try await withWorld(change: { $0.allowlist = NetworkAllowlist(rules: []) }) { world in
            let answer = try await world.request(
                "POST /x?secret=1 HTTP/1.1\r\nHost: \(World.host)\r\nContent-Length: 1\r\n\r\nx")
            #expect(answer.status == 403)
            #expect(answer["content-type"] == "application/json")
            #expect(answer.body.contains("blocked_by_network_allowlist"))
            #expect(answer.body.contains(".airut/network-allowlist.yaml"))
            #expect(world.received.connections == 0)
            let verdict = try #require(try await world.requestVerdicts(1).first)
            #expect(verdict.decision == .blocked)
            #expect(verdict.subject == "https://api.example.org/x?…")
        }
    }

    /// What never becomes a request is told too: an agent that does not trust us, a protocol that is not ours.
    @Test(arguments: ["\u{16}\u{3}\u{1}\u{0}\u{5}\u{1}\u{0}\u{0}\u{1}\u{0}", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"])
    func `a connection without TLS and a name is closed and told`(bytes: String) async throws {
        try await withWorld { world in
            for dialled in [World.host, nil] {
                let rest = try await world.open("https-plain", dialled: dialled) { peer in
                    try await peer.send(bytes)
                    return try await peer.textToEnd()
                }
                #expect(!rest.contains("HTTP/1.1"))
            }
            let isTold = try await eventually { world.verdicts.count { $0.kind == .connection } == 2 }
            #expect(isTold)
            // Nothing that came without TLS was taken for a request.
            #expect(!world.verdicts.contains { $0.kind == .request })
        }
    }
}
