import AirutPolicy
import AirutTestSupport
import Glibc
import NIOCore
import Testing

@testable import AirutProxy

/// Bytes nobody would send, in the code that reads what strangers send: no crash, no hang, and what holds must hold.
///
/// `AIRUT_FUZZ_ROUNDS` makes them longer.
@Suite(.timeLimit(.minutes(10))) struct FuzzTests {
    private static let rounds = getenv("AIRUT_FUZZ_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 4000

    @Test func `a request is read the same way however it is cut, and written as one`() throws {
        var random = SeededGenerator(seed: 1)
        let seeds = RefusedRequestTests.requests.map { Array($0.bytes.utf8) }
        for _ in 0..<FuzzTests.rounds {
            let bytes = random.mutated(seeds)
            let whole = FuzzTests.read(bytes, pieces: [bytes.count])
            let cut = FuzzTests.read(bytes, pieces: random.pieces(of: bytes.count))
            #expect(whole == cut, "\(bytes)")
            for head in whole.heads {
                var buffer = ByteBuffer()
                try HeadWriter.request(method: head.method, target: head.target, fields: head.fields, into: &buffer)
                let text = String(buffer: buffer)
                #expect(text.utf8.count { $0 == 0x0A } == head.fields.count + 2, "\(bytes)")
                #expect(!text.dropLast(2).contains("\r\n\r\n") && !text.utf8.contains(0), "\(bytes)")
            }
        }
    }

    /// What the random cuts found first.
    @Test(arguments: ["\r\n", "\r\n\r\n", "\r\n\r\n\r\n", "\r", "\n"])
    func `empty lines before a request are read the same way however they are cut`(lines: String) {
        let request = "GET / HTTP/1.1\r\n\r\n"
        let bytes = Array((request + lines + request).utf8)
        let whole = FuzzTests.read(bytes, pieces: [bytes.count])
        #expect(whole.heads.count == (lines == "\r\n" ? 2 : 1))
        for cut in 1..<bytes.count {
            #expect(FuzzTests.read(bytes, pieces: [cut, bytes.count - cut]) == whole)
        }
        #expect(FuzzTests.read(bytes, pieces: bytes.map { _ in 1 }) == whole)
    }

    @Test func `a response is read without harm`() {
        var random = SeededGenerator(seed: 2)
        let seeds = (ResponseTests.broken.map(\.bytes) + ResponseTests.truncated).map { Array($0.utf8.prefix(400)) }
        for _ in 0..<FuzzTests.rounds {
            var buffer = ByteBuffer(bytes: random.mutated(seeds))
            var reader = HeadReader(limits: HeadLimits(bytes: 300, fields: 10))
            guard let block = try? reader.next(in: &buffer),
                let head = try? ResponseHead(parsing: block, limits: HeadLimits(bytes: 300, fields: 10))
            else { continue }
            #expect((100...999).contains(head.status))
            guard let framing = try? BodyFraming(of: head, to: "GET") else { continue }
            FuzzTests.drain(BodyReader(framing), buffer)
        }
    }

    @Test func `a DNS message is answered with one that fits, or not at all`() throws {
        var random = SeededGenerator(seed: 3)
        let log = VerdictLog(descriptor: open("/dev/null", O_WRONLY | O_CLOEXEC))
        let pool = try NamePool(ranges: ProxyPolicy.defaultAddressPool, maximumNames: 50)
        let responder = DNSResponder(pool: pool, log: log)
        let seeds = ["a.example.org", "localhost", "", "x.y.z"].map { dnsQuery($0, kind: 1) }
        for _ in 0..<FuzzTests.rounds {
            let query = random.mutated(seeds)
            guard let answer = responder.answer(to: query) else { continue }
            #expect((12...512).contains(answer.count), "\(query)")
            #expect(answer[..<2] == query[..<2] && answer[2] & 0x80 != 0, "\(query)")
        }
    }

    /// Requests never answered wrongly: after whatever came, the program still serves.
    @Test func `the program outlives what it is sent`() async throws {
        var random = SeededGenerator(seed: 4)
        let seeds = RefusedRequestTests.requests.map { Array($0.bytes.utf8) }
        let attempts = (0..<150).map { _ in random.mutated(seeds) }
        try await withWorld { world in
            for bytes in attempts {
                try await world.open("http", dialled: nil) { peer in
                    try await peer.send(bytes)
                    peer.finish()
                }
            }
            let answer = try await world.request("GET / HTTP/1.1\r\nHost: \(World.host)\r\n\r\n")
            #expect(answer.body == "hello")
        }
    }

    private struct Reading: Equatable {
        var heads: [RequestHead] = []
        var body: [UInt8] = []
        var problem: String?
    }

    /// Reads requests as a connection does, from bytes that arrive in pieces.
    private static func read(_ bytes: [UInt8], pieces: [Int]) -> Reading {
        var reading = Reading()
        var buffer = ByteBuffer()
        var reader = HeadReader(limits: HeadLimits())
        var body: BodyReader?
        var position = 0
        do {
            for piece in pieces {
                buffer.writeBytes(bytes[position..<(position + piece)])
                position += piece
                while true {
                    if var current = body {
                        let step = try current.next(in: &buffer)
                        body = step == .end ? nil : current
                        if case .data(let part) = step { reading.body += part.readableBytesView }
                        if step == .needsMore { break }
                    } else {
                        guard let block = try reader.next(in: &buffer) else { break }
                        let head = try RequestHead(parsing: block, limits: HeadLimits())
                        reading.heads.append(head)
                        body = BodyReader(try BodyFraming(of: head))
                    }
                }
            }
        } catch {
            reading.problem = "\(error)"
        }
        return reading
    }

    private static func drain(_ reader: BodyReader, _ buffer: ByteBuffer) {
        var (reader, buffer) = (reader, buffer)
        for _ in 0...buffer.readableBytes {
            guard case .data = try? reader.next(in: &buffer) else { return }
        }
        Issue.record("a body that never ends")
    }
}
