import AirutModel
import Foundation
import Testing

@testable import AirutCurl

@Suite struct ByteStreamTests {
    private static let limit = Duration.seconds(60)

    @Test func `bytes travel both ways over verified TLS, and the end is an empty read`() async throws {
        let body = String(repeating: "0123456789abcdef", count: 20_000)
        try await withWebServer(files: ["page": body]) { port, authority in
            let stream = try await ByteStream.connect(
                to: Endpoint(host: "localhost", port: port), encrypted: true, trust: .file(authority),
                within: Self.limit)
            try await stream.write(Array("GET /page HTTP/1.0\r\n\r\n".utf8), within: Self.limit)
            var received: [UInt8] = []
            while case let bytes = try await stream.read(within: Self.limit), !bytes.isEmpty { received += bytes }
            let isEqual = received == Array(body.utf8)
            #expect(isEqual, "\(received.count) bytes came")
            await stream.close()
            await #expect(throws: TransportError.self) { try await stream.read(within: Self.limit) }
        }
    }

    @Test func `an unencrypted connection becomes encrypted and is verified then`() async throws {
        try await withWebServer(files: ["page": "hello"]) { port, authority in
            let endpoint = Endpoint(host: "localhost", port: port)
            let stream = try await ByteStream.connect(
                to: endpoint, encrypted: false, trust: .file(authority), within: Self.limit)
            try await stream.startTLS(within: Self.limit)
            try await stream.write(Array("GET /page HTTP/1.0\r\n\r\n".utf8), within: Self.limit)
            #expect(try await stream.read(within: Self.limit) == Array("hello".utf8))
            await stream.close()
            let distrustful = try await ByteStream.connect(
                to: endpoint, encrypted: false, trust: .system, within: Self.limit)
            let error = await #expect(throws: TransportError.self) {
                try await distrustful.startTLS(within: Self.limit)
            }
            #expect(error?.kind == .untrusted)
            await distrustful.close()
        }
    }

    @Test func `a read that times out or is cancelled leaves the connection as it was`() async throws {
        try await withWebServer(files: ["page": "hello"]) { port, authority in
            let stream = try await ByteStream.connect(
                to: Endpoint(host: "localhost", port: port), encrypted: true, trust: .file(authority),
                within: Self.limit)
            let error = await #expect(throws: TransportError.self) { try await stream.read(within: .milliseconds(20)) }
            #expect(error?.kind == .timedOut)
            await #expect(throws: CancellationError.self) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try await stream.read(within: .seconds(3600)) }
                    group.cancelAll()
                    try await group.next()
                }
            }
            try await stream.write(Array("GET /page HTTP/1.0\r\n\r\n".utf8), within: Self.limit)
            #expect(try await stream.read(within: Self.limit) == Array("hello".utf8))
            await stream.close()
        }
    }

    @Test func `streams that wait hold up nobody else`() async throws {
        let listener = try SilentListener()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    let stream = try await ByteStream.connect(
                        to: Endpoint(host: "127.0.0.1", port: listener.port), encrypted: false, trust: .system,
                        within: Self.limit)
                    await listener.connected()
                    // Silent for longer than everything else here takes, unless that has to wait for this.
                    do { _ = try await stream.read(within: .seconds(300)) } catch is CancellationError { return true }
                    return false
                }
            }
            await listener.waitForConnections(16)
            for _ in 0..<100 { await Task.yield() }
            group.cancelAll()
            for try await wasCancelled in group { #expect(wasCancelled) }
        }
    }
}

/// Accepts connections into its backlog and never says a word.
private actor SilentListener {
    private let descriptor: Int32
    nonisolated let port: Int
    private var connections = 0
    private var waiter: (count: Int, continuation: CheckedContinuation<Void, Never>)?

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (file, size) = (descriptor, length)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(file, $0, size) == 0 && listen(file, 64) == 0 && getsockname(file, $0, &length) == 0
            }
        }
        try #require(isListening)
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }

    func connected() {
        connections += 1
        if let waiter, connections >= waiter.count {
            self.waiter = nil
            waiter.continuation.resume()
        }
    }

    func waitForConnections(_ count: Int) async {
        guard connections < count else { return }
        await withCheckedContinuation { waiter = (count, $0) }
    }
}
