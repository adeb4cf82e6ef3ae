import AirutPolicy
import AirutTestSupport
import Glibc
import Testing

@testable import AirutProxy

@Suite(.timeLimit(.minutes(15))) struct DNSTests {
    private static func responder(names: Int = 100) throws -> DNSResponder {
        let pool = try NamePool(ranges: ProxyPolicy.defaultAddressPool, maximumNames: names)
        return DNSResponder(pool: pool, log: VerdictLog(descriptor: open("/dev/null", O_WRONLY | O_CLOEXEC)))
    }

    @Test func `every name has one address of each family, for ever`() throws {
        let responder = try DNSTests.responder()
        let first = try #require(responder.answer(to: dnsQuery("a.example.org", kind: 1)))
        #expect(first.suffix(16) == [0xC0, 0x0C, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 198, 18, 0, 1])
        #expect(Array(first[..<12]) == [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0])
        let second = try #require(responder.answer(to: dnsQuery("b.example.org", kind: 28)))
        #expect(second.suffix(6) == [0, 0, 0, 0, 0, 2])
        #expect(responder.answer(to: dnsQuery("A.EXAMPLE.ORG", kind: 1))?.suffix(4) == [198, 18, 0, 1])
        #expect(responder.pool.name(at: IPAddress("198.18.0.2")!)?.text == "b.example.org")
        #expect(responder.pool.name(at: IPAddress("fd5a:61c1:7275:7400::1")!)?.text == "a.example.org")
        for unknown in [
            "198.18.0.0", "198.18.0.3", "198.19.0.1", "198.18.64.1", "127.0.0.1", "fd5a:61c1:7275:7400:1::1",
        ] {
            #expect(responder.pool.name(at: IPAddress(unknown)!) == nil)
        }
    }

    @Test func `there are no records of other kinds`() throws {
        let responder = try DNSTests.responder()
        for kind: UInt8 in [2, 5, 6, 12, 15, 16, 33, 65, 255] {
            let answer = try #require(responder.answer(to: dnsQuery("a.example.org", kind: kind)))
            #expect(Array(answer[2..<8]) == [0x81, 0x80, 0, 1, 0, 0], "kind \(kind)")
            #expect(answer.count == dnsQuery("a.example.org", kind: kind).count)
        }
    }

    @Test func `localhost is the container itself`() throws {
        let responder = try DNSTests.responder()
        #expect(responder.answer(to: dnsQuery("localhost", kind: 1))?.suffix(4) == [127, 0, 0, 1])
        #expect(responder.answer(to: dnsQuery("app.localhost", kind: 28))?.suffix(2) == [0, 1])
    }

    @Test func `only so many names are remembered`() throws {
        let responder = try DNSTests.responder(names: 2)
        for name in ["a.org", "b.org"] { #expect(responder.answer(to: dnsQuery(name, kind: 1))?[7] == 1) }
        let refused = try #require(responder.answer(to: dnsQuery("c.org", kind: 1)))
        #expect(refused[3] & 0xF == 5)
        #expect(responder.answer(to: dnsQuery("a.org", kind: 1))?[7] == 1)
    }

    @Test func `what is no query is answered as such, or not at all`() throws {
        let responder = try DNSTests.responder()
        let query = dnsQuery("a.example.org", kind: 1)
        func changed(_ index: Int, _ byte: UInt8) -> [UInt8] {
            var bytes = query
            bytes[index] = byte
            return bytes
        }
        #expect(responder.answer(to: changed(2, 0x81)) == nil)
        #expect(responder.answer(to: [0, 1, 2]) == nil)
        #expect(responder.answer(to: changed(2, 0x10))?[3] == 0x84)
        for malformed in [
            changed(5, 2), changed(5, 0), changed(7, 1), changed(12, 0xC0), changed(12, 63), Array(query.dropLast()),
        ] {
            #expect(responder.answer(to: malformed)?[3] == 0x81)
        }
        #expect(responder.answer(to: changed(query.count - 1, 3))?[3] == 0x84)
        // Names no host can have are repeated, but have no address.
        #expect(responder.answer(to: dnsQuery("a b.org", kind: 1))?[7] == 0)
        #expect(responder.answer(to: dnsQuery("1.2.3.4", kind: 1))?[7] == 0)
        #expect(responder.answer(to: dnsQuery("", kind: 1))?[7] == 0)
    }

    @Test func `a name longer than names are is malformed`() throws {
        let responder = try DNSTests.responder()
        let label = String(repeating: "a", count: 63)
        let longest = [label, label, label, String(repeating: "a", count: 61)].joined(separator: ".")
        #expect(responder.answer(to: dnsQuery(longest, kind: 1))?[7] == 1)
        #expect(responder.answer(to: dnsQuery(longest + "a", kind: 1))?[3] == 0x81)
    }

    /// Clients ignore an answer that comes from another address than the one they asked.
    @Test(arguments: ["127.0.0.1", "127.80.0.9", "::1"])
    func `a datagram is answered from the address it was sent to`(server: String) async throws {
        try await withWorld { world in
            let client = try ConnectedDatagrams(to: server, port: world.ports["dns"]!)
            client.send(dnsQuery("a.example.org", kind: 1))
            #expect(client.receive()?.suffix(4) == [127, 80, 0, 1])
            client.send([1, 2, 3])
            client.send(dnsQuery("a.example.org", kind: 28))
            #expect(client.receive()?.suffix(3) == [0, 0, 1])
            let reported = try await eventually { world.verdicts.count { $0.kind == .dns } == 3 }
            #expect(reported)
            #expect(world.verdicts.map(\.subject) == ["a.example.org", "", "a.example.org"])
        }
    }

    @Test func `a stream carries several queries, in any pieces`() async throws {
        try await withWorld { world in
            try await world.openDNS { peer in
                let query = dnsQuery("a.example.org", kind: 1)
                let framed = [0, UInt8(query.count)] + query
                for byte in framed { try await peer.send([byte]) }
                try await peer.send(framed + framed)
                for _ in 0..<3 {
                    let length = try await peer.raw(2)
                    let answer = try await peer.raw(Int(length[1]))
                    #expect(answer.suffix(4) == [127, 80, 0, 1])
                }
            }
        }
    }

    @Test func `what is asked for cannot write lines of the log`() async throws {
        try await withWorld { world in
            let client = try ConnectedDatagrams(to: "127.0.0.1", port: world.ports["dns"]!)
            client.send(dnsQuery("a\n{\"ready\":1}\nb.org", kind: 1))
            #expect(client.receive() != nil)
            let reported = try await eventually { world.program.lines.count == 2 }
            #expect(reported)
            #expect(world.verdicts.first?.subject == #"a\010\123\034ready\034\0581\125\010b.org"#)
        }
    }
}
